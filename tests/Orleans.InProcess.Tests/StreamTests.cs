using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess.Tests;

public interface IListenerGrain : IGrainWithStringKey
{
    Task Listen(string stream);

    Task Hold(string gate);

    Task Produce(string stream, int item);

    Task End();
}

internal sealed class ListenerGrain(Journal journal) : Grain, IListenerGrain
{
    public Task Listen(string stream) => Stream(stream).SubscribeAsync(async (item, _) =>
    {
        await Task.Yield();
        journal.Write($"grain heard {item}");
    });

    public async Task Hold(string gate)
    {
        await journal.Gate(gate);
        journal.Write("held");
    }

    public Task Produce(string stream, int item) => Stream(stream).OnNextAsync(item);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private IAsyncStream<int> Stream(string key) => this.GetStreamProvider("streams").GetStream<int>(StreamId.Create("hints", key));
}

public sealed class StreamTests : Story
{
    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Subscriber_hears_items_in_order_from_where_it_subscribed(On on) => Tell(on, async silo =>
    {
        var stream = silo.Streams.GetStream<int>(StreamId.Create("hints", "a"));
        await stream.OnNextAsync(0);
        StreamSequenceToken? last = null;
        await stream.SubscribeAsync(async (item, token) =>
        {
            token!.CompareTo(last).Should().BePositive();
            last = token;
            await Task.Yield();
            silo.Journal.Write($"{item}");
        });
        await stream.OnNextBatchAsync(Enumerable.Range(1, 50));
        await silo.Grain<IListenerGrain>("producer").Produce("a", 51);
        await silo.Journal.Until("51");
        silo.Journal.Entries.Should().Equal(Enumerable.Range(1, 51).Select(i => $"{i}"));
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Every_subscriber_hears_every_item_and_one_that_left_hears_none(On on) => Tell(on, async silo =>
    {
        var stream = silo.Streams.GetStream<string>(StreamId.Create("hints", "a"));
        var handles = new List<StreamSubscriptionHandle<string>>();
        foreach (var name in new[] { "x", "y", "z" })
        {
            handles.Add(await stream.SubscribeAsync((item, _) => Write(silo, $"{name} {item}")));
        }

        (await stream.GetAllSubscriptionHandles()).Should().Equal(handles);
        handles.Select(handle => handle.HandleId).Should().OnlyHaveUniqueItems();
        await handles[1].UnsubscribeAsync();
        await stream.OnNextAsync("1");
        await silo.Quiet();
        silo.Journal.Entries.Should().BeEquivalentTo("x 1", "z 1");
        (await stream.GetAllSubscriptionHandles()).Should().HaveCount(2);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Observer_that_throws_is_told_and_hears_the_next_item(On on) => Tell(on, async silo =>
    {
        var stream = silo.Streams.GetStream<int>(StreamId.Create("hints", "a"));
        await stream.SubscribeAsync(new ThrowingOnce(silo.Journal));
        await stream.OnNextBatchAsync([1, 2]);
        await silo.Journal.Until("2");
        silo.Journal.Entries.Should().Equal(nameof(OutOfTeaException), "2");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Batch_observer_gets_what_has_gathered(On on) => Tell(on, async silo =>
    {
        var stream = silo.Streams.GetStream<int>(StreamId.Create("hints", "a"));
        await stream.SubscribeAsync(new BatchObserver(silo.Journal));
        await stream.OnNextAsync(1);
        await silo.Journal.Until("1");
        await stream.OnNextBatchAsync([2, 3, 4]);
        silo.Journal.Open("batch");
        await silo.Journal.Until("2,3,4");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Observer_that_stands_still_loses_the_oldest_items_not_the_memory(On on) => Tell(on, async silo =>
    {
        var stream = silo.Streams.GetStream<int>(StreamId.Create("hints", "a"));
        var heard = new List<int>();
        await stream.SubscribeAsync(async (item, _) =>
        {
            heard.Add(item);
            await silo.Journal.Gate("slow");
        });
        await stream.OnNextAsync(0);
        await silo.Quiet();
        await stream.OnNextBatchAsync(Enumerable.Range(1, 16_384 + 5));
        silo.Journal.Open("slow");
        await silo.Quiet();
        heard.Should().Equal(Enumerable.Range(6, 16_384).Prepend(0));
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Grain_hears_items_as_turns_until_it_ends(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<IListenerGrain>("listener");
        await grain.Listen("a");
        var held = grain.Hold("gate");
        var stream = silo.Streams.GetStream<int>(StreamId.Create("hints", "a"));
        await stream.OnNextAsync(1);
        await silo.Quiet();
        silo.Journal.Entries.Should().BeEmpty();
        silo.Journal.Open("gate");
        await held;
        await silo.Journal.Until("grain heard 1");
        await grain.End();
        await silo.Quiet();
        await stream.OnNextAsync(2);
        await silo.Quiet();
        silo.Journal.Entries.Should().Equal("held", "grain heard 1");
        (await stream.GetAllSubscriptionHandles()).Should().BeEmpty();
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Resumed_subscription_goes_on_with_the_new_observer(On on) => Tell(on, async silo =>
    {
        var stream = silo.Streams.GetStream<int>(StreamId.Create("hints", "a"));
        var handle = await stream.SubscribeAsync((item, _) => Write(silo, $"old {item}"));
        await stream.OnNextAsync(1);
        await silo.Quiet();
        (await handle.ResumeAsync(new BatchObserver(silo.Journal))).Should().Be(handle);
        silo.Journal.Open("batch");
        await stream.OnNextAsync(2);
        await silo.Journal.Until("2");
        silo.Journal.Entries.Should().Equal("old 1", "2");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Unknown_provider_and_rewinding_are_refused(On on) => Tell(on, async silo =>
    {
        silo.Client.Invoking(client => client.GetStreamProvider("nobody")).Should().Throw<KeyNotFoundException>();
        var stream = silo.Streams.GetStream<int>(StreamId.Create("hints", "a"));
        StreamSequenceToken? seen = null;
        await stream.SubscribeAsync((_, token) =>
        {
            seen = token;
            return Write(silo, "heard");
        });
        await stream.OnNextAsync(1);
        await silo.Journal.Until("heard");
        var rewinding = () => stream.SubscribeAsync(new BatchObserver(silo.Journal), seen);
        await rewinding.Should().ThrowAsync<ArgumentException>();
    });

    [Fact]
    public void Stream_ids_are_equal_by_namespace_and_key()
    {
        var id = StreamId.Create("hints", "a");
        id.Should().Be(StreamId.Create("hints", "a")).And.NotBe(StreamId.Create("hint", "sa")).And.NotBe(StreamId.Create(null, "a"));
        (id.GetNamespace(), id.GetKeyAsString(), id.ToString()).Should().Be(("hints", "a", "hints/a"));
        StreamId.Create(null, "a").ToString().Should().Be("null/a");
    }

    private static Task Write(TestSilo silo, string entry)
    {
        silo.Journal.Write(entry);
        return Task.CompletedTask;
    }

    private sealed class ThrowingOnce(Journal journal) : IAsyncObserver<int>
    {
        public Task OnNextAsync(int item, StreamSequenceToken? token = null)
        {
            if (item == 1)
            {
                throw new OutOfTeaException(1);
            }

            journal.Write($"{item}");
            return Task.CompletedTask;
        }

        public Task OnErrorAsync(Exception ex)
        {
            journal.Write(ex.GetType().Name);
            return Task.CompletedTask;
        }
    }

    private sealed class BatchObserver(Journal journal) : IAsyncBatchObserver<int>
    {
        public async Task OnNextAsync(IList<SequentialItem<int>> items)
        {
            journal.Write(string.Join(",", items.Select(item => item.Item)));
            await journal.Gate("batch");
        }

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
    }
}
