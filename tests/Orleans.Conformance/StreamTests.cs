using Orleans.Streams;

namespace Orleans.Conformance;

[Alias("conformance.announcer")]
public interface IAnnouncerGrain : IGrainWithStringKey
{
    /// <summary>Produces to the stream of its own key, one after the other.</summary>
    [Alias("announce")]
    Task Announce(int first, int last);
}

internal sealed class AnnouncerGrain : Grain, IAnnouncerGrain
{
    public async Task Announce(int first, int last)
    {
        var stream = this.GetStreamProvider("streams").GetStream<int>(StreamId.Create("hints", this.GetPrimaryKeyString()));
        for (var item = first; item <= last; item++)
            await stream.OnNextAsync(item);
    }
}

/// <summary>
/// A grain announces, code outside grains subscribes, as gateways do. An engine may bring an event again to a handler that threw, so
/// handlers look at the event, not at how often it comes.
/// </summary>
[Collection(SharedSilo.Name)]
public sealed class StreamTests(ConformanceSilo silo)
{
    [Fact]
    public async Task Subscription_gets_events_in_order_with_tokens_that_grow()
    {
        var (key, stream, heard) = NewStream();
        var tokens = new List<StreamSequenceToken>();
        var handle = await stream.SubscribeAsync(async (item, token) =>
        {
            tokens.Add(token!);
            await Task.Yield();
            heard.Write($"{item}");
        });
        await silo.Grain<IAnnouncerGrain>(key).Announce(1, 50);
        await stream.OnNextAsync(51);
        await heard.Until("51");
        heard.Entries.Should().Equal(Enumerable.Range(1, 51).Select(item => $"{item}"));
        tokens.Zip(tokens.Skip(1)).Should().OnlyContain(pair => pair.Second.CompareTo(pair.First) > 0);
        await handle.UnsubscribeAsync();
    }

    [Fact]
    public async Task Every_subscription_of_a_stream_gets_its_events_and_no_other_stream_s()
    {
        var ((key, stream, heard), (otherKey, _, _)) = (NewStream(), NewStream());
        var first = await stream.SubscribeAsync((item, _) => Write(heard, $"first {item}"));
        var second = await stream.SubscribeAsync((item, _) => Write(heard, $"second {item}"));
        first.HandleId.Should().NotBe(second.HandleId);
        await silo.Grain<IAnnouncerGrain>(otherKey).Announce(9, 9);
        await silo.Grain<IAnnouncerGrain>(key).Announce(1, 1);
        await heard.Until("first 1");
        await heard.Until("second 1");
        heard.Entries.Should().BeEquivalentTo("first 1", "second 1");
        await first.UnsubscribeAsync();
        await second.UnsubscribeAsync();
    }

    [Fact]
    public async Task Resumed_subscription_goes_on_with_the_new_handler_only()
    {
        var (key, stream, heard) = NewStream();
        await stream.SubscribeAsync((item, _) => Write(heard, $"old {item}"));
        await silo.Grain<IAnnouncerGrain>(key).Announce(1, 2);
        await heard.Until("old 2");
        var handle = (await stream.GetAllSubscriptionHandles()).Should().ContainSingle().Subject;
        var resumed = await handle.ResumeAsync(new Listener(heard, "new"));
        await silo.Grain<IAnnouncerGrain>(key).Announce(3, 4);
        await heard.Until("new 4");
        heard.Entries.Should().Equal("old 1", "old 2", "new 3", "new 4");
        resumed.HandleId.Should().Be(handle.HandleId);
        await resumed.UnsubscribeAsync();
    }

    [Fact]
    public async Task Subscription_that_was_ended_hears_nothing_more()
    {
        var (key, stream, heard) = NewStream();
        var leaving = await stream.SubscribeAsync((item, _) => Write(heard, $"leaving {item}"));
        var staying = await stream.SubscribeAsync((item, _) => Write(heard, $"staying {item}"));
        await silo.Grain<IAnnouncerGrain>(key).Announce(1, 1);
        await heard.Until("leaving 1");
        await leaving.UnsubscribeAsync();
        await silo.Grain<IAnnouncerGrain>(key).Announce(2, 20);
        await heard.Until("staying 20");
        heard.Entries.Where(entry => entry.StartsWith("leaving", StringComparison.Ordinal)).Should().Equal("leaving 1");
        (await stream.GetAllSubscriptionHandles()).Should().ContainSingle().Which.HandleId.Should().Be(staying.HandleId);
        await staying.UnsubscribeAsync();
    }

    [Fact]
    public async Task Subscription_survives_a_handler_that_throws_and_gets_the_events_behind_it_in_order()
    {
        var (key, stream, heard) = NewStream();
        var hasThrown = false;
        var handle = await stream.SubscribeAsync((item, _) =>
        {
            heard.Write($"{item}");
            if (item != 2 || hasThrown)
                return Task.CompletedTask;
            hasThrown = true;
            throw new OutOfTeaException(item);
        });
        await silo.Grain<IAnnouncerGrain>(key).Announce(1, 5);
        await heard.Until("5");
        hasThrown.Should().BeTrue();
        heard.Entries.Distinct().Should().Equal("1", "2", "3", "4", "5");
        await handle.UnsubscribeAsync();
    }

    private static Task Write(Journal journal, string entry)
    {
        journal.Write(entry);
        return Task.CompletedTask;
    }

    private (string Key, IAsyncStream<int> Stream, Journal Heard) NewStream()
    {
        var key = ConformanceSilo.NewKey();
        return (key, silo.Streams.GetStream<int>(StreamId.Create("hints", key)), new Journal());
    }

    private sealed class Listener(Journal heard, string name) : IAsyncObserver<int>
    {
        public Task OnNextAsync(int item, StreamSequenceToken? token = null) => Write(heard, $"{name} {item}");

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
    }
}
