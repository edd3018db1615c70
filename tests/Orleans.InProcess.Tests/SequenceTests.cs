using System.Runtime.CompilerServices;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.InProcess.Tests;

public interface ISequencesGrain : IGrainWithStringKey
{
    IAsyncEnumerable<int> Count(int to, CancellationToken cancellationToken = default);

    IAsyncEnumerable<int> Watch(CancellationToken cancellationToken = default);

    IAsyncEnumerable<int> Fail(int after);

    IAsyncEnumerable<int> WithoutToken();

    Task Tell(int item);

    Task End();

    Task<int> Ping();

    Task Hold(string gate);
}

internal sealed class SequencesGrain(Journal journal) : Grain, ISequencesGrain
{
    private TaskCompletionSource<int> _next = new();

    public async IAsyncEnumerable<int> Count(int to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (var i = 1; i <= to; i++)
            {
                journal.Write($"made {i}");
                await (i % 10 == 0 ? YieldAsync() : Task.CompletedTask);
                cancellationToken.ThrowIfCancellationRequested();
                yield return i;
            }
        }
        finally
        {
            journal.Write("count disposed");
        }
    }

    public async IAsyncEnumerable<int> Watch([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var own = TaskScheduler.Current;
        journal.Write("watching");
        try
        {
            while (true)
            {
                yield return await _next.Task.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            journal.Write(TaskScheduler.Current == own ? "watch disposed" : "watch disposed elsewhere");
        }
    }

    public async IAsyncEnumerable<int> Fail(int after)
    {
        for (var i = 1; i <= after; i++)
        {
            yield return i;
        }

        await YieldAsync();
        throw new OutOfTeaException(after);
    }

    public async IAsyncEnumerable<int> WithoutToken()
    {
        await journal.Gate("without token");
        yield return 1;
    }

    public Task Tell(int item)
    {
        var told = _next;
        _next = new TaskCompletionSource<int>();
        told.SetResult(item);
        return Task.CompletedTask;
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> Ping() => Task.FromResult(1);

    public async Task Hold(string gate)
    {
        journal.Write("holds");
        await journal.Gate(gate);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write("grain ends");
        return Task.CompletedTask;
    }

    private static async Task YieldAsync() => await Task.Yield();
}

public sealed class SequenceTests : Story
{
    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Items_come_in_order_and_each_enumeration_starts_anew(On on) => Tell(on, async silo =>
    {
        var sequence = silo.Grain<ISequencesGrain>("a").Count(250);
        (await ListAsync(sequence)).Should().Equal(Enumerable.Range(1, 250));
        (await ListAsync(sequence)).Should().Equal(Enumerable.Range(1, 250));
        silo.Journal.Entries.Count(entry => entry == "count disposed").Should().Be(2);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Grain_makes_no_more_than_a_batch_before_it_is_asked_again(On on) => Tell(on, async silo =>
    {
        var items = silo.Grain<ISequencesGrain>("a").Count(1000).WithBatchSize(4).GetAsyncEnumerator();
        (await items.MoveNextAsync()).Should().BeTrue();
        await silo.Quiet();
        silo.Journal.Entries.Should().Equal("made 1", "made 2", "made 3", "made 4");
        await items.DisposeAsync();
        silo.Journal.Entries[^1].Should().Be("count disposed");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Watching_interleaves_with_calls_and_with_other_watchers(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ISequencesGrain>("a");
        var first = grain.Watch().GetAsyncEnumerator();
        var second = grain.Watch().GetAsyncEnumerator();
        Task<bool>[] pulls = [first.MoveNextAsync().AsTask(), second.MoveNextAsync().AsTask()];
        await silo.Journal.Until("watching", 2);
        (await grain.Ping()).Should().Be(1);
        await grain.Tell(7);
        foreach (var pull in pulls)
        {
            (await pull).Should().BeTrue();
        }

        (first.Current, second.Current).Should().Be((7, 7));
        await first.DisposeAsync();
        await second.DisposeAsync();
        silo.Journal.Entries.Count(entry => entry == "watch disposed").Should().Be(2);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Watch_starts_while_an_ordinary_call_awaits(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ISequencesGrain>("a");
        var held = grain.Hold("gate");
        await silo.Journal.Until("holds");
        (await ListAsync(grain.Count(3))).Should().Equal(1, 2, 3);
        silo.Journal.Open("gate");
        await held;
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Exceptions_reach_the_caller_after_the_items_before_them(On on) => Tell(on, async silo =>
    {
        var seen = new List<int>();
        var failing = async () =>
        {
            await foreach (var item in silo.Grain<ISequencesGrain>("a").Fail(3))
            {
                seen.Add(item);
            }
        };
        (await failing.Should().ThrowExactlyAsync<OutOfTeaException>()).Which.Pots.Should().Be(3);
        seen.Should().Equal(1, 2, 3);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Cancelling_ends_the_watch_at_the_caller_and_at_the_grain(On on) => Tell(on, async silo =>
    {
        using var byToken = new CancellationTokenSource();
        using var byArgument = new CancellationTokenSource();
        var grain = silo.Grain<ISequencesGrain>("a");
        await using var first = grain.Watch().GetAsyncEnumerator(byToken.Token);
        await using var second = grain.Watch(byArgument.Token).GetAsyncEnumerator(CancellationToken.None);
        var firstPull = first.MoveNextAsync().AsTask();
        var secondPull = second.MoveNextAsync().AsTask();
        await silo.Journal.Until("watching", 2);
        byToken.Cancel();
        await firstPull.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        await silo.Journal.Until("watch disposed");
        byArgument.Cancel();
        await secondPull.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        await silo.Journal.Until("watch disposed", 2);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Quiet_watch_outlives_the_response_timeout(On on) => Tell(
        on,
        async silo =>
        {
            var grain = silo.Grain<ISequencesGrain>("a");
            var items = grain.Watch().GetAsyncEnumerator();
            var pull = items.MoveNextAsync().AsTask();
            await silo.Journal.Until("watching");
            for (var i = 0; i < 20; i++)
            {
                await silo.Quiet();
                silo.Time.Advance(TimeSpan.FromSeconds(1));
            }

            await silo.Quiet();
            await grain.Tell(3);
            (await pull).Should().BeTrue();
            items.Current.Should().Be(3);
            await items.DisposeAsync();
        },
        silo => silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(4)));

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Watch_whose_caller_is_gone_is_ended(On on) => Tell(on, async silo =>
    {
        var items = silo.Grain<ISequencesGrain>("a").Count(1000).GetAsyncEnumerator();
        await items.MoveNextAsync();
        for (var i = 0; i < 3; i++)
        {
            silo.Time.Advance(TimeSpan.FromSeconds(30));
            await silo.Quiet();
        }

        await silo.Journal.Until("count disposed");
        var goingOn = async () => await ListAsync(items);
        await goingOn.Should().ThrowAsync<EnumerationAbortedException>();
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Watched_grain_deactivates_when_its_pull_returns_and_answers_the_next_call(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ISequencesGrain>("a");
        var items = grain.Watch().GetAsyncEnumerator();
        var pull = items.MoveNextAsync().AsTask();
        await silo.Journal.Until("watching");
        await grain.End();
        var ping = grain.Ping();
        await silo.Quiet();
        ping.IsCompleted.Should().BeFalse("a pending pull is a running request");
        silo.Time.Advance(TimeSpan.FromSeconds(15));
        (await ping).Should().Be(1);
        await pull.Awaiting(task => task).Should().ThrowAsync<EnumerationAbortedException>();
        await silo.Journal.Until("watch disposed");
        silo.Journal.Entries.Should().ContainInOrder("watching", "grain ends");
        await items.DisposeAsync();
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Enumeration_that_was_never_pulled_sends_nothing(On on) => Tell(on, async silo =>
    {
        await silo.Grain<ISequencesGrain>("a").Watch().GetAsyncEnumerator().DisposeAsync();
        silo.Journal.Entries.Should().BeEmpty();
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Sequence_without_a_token_is_left_at_its_next_item(On on) => Tell(on, async silo =>
    {
        using var source = new CancellationTokenSource();
        var items = silo.Grain<ISequencesGrain>("a").WithoutToken().GetAsyncEnumerator(source.Token);
        var pull = items.MoveNextAsync().AsTask();
        await silo.Quiet();
        source.Cancel();
        silo.Journal.Open("without token");
        await pull.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await silo.Grain<ISequencesGrain>("a").Ping()).Should().Be(1);
    });

    private static async Task<List<int>> ListAsync(IAsyncEnumerable<int> sequence)
    {
        await using var items = sequence.GetAsyncEnumerator();
        return await ListAsync(items);
    }

    private static async Task<List<int>> ListAsync(IAsyncEnumerator<int> items)
    {
        var seen = new List<int>();
        while (await items.MoveNextAsync())
        {
            seen.Add(items.Current);
        }

        return seen;
    }
}
