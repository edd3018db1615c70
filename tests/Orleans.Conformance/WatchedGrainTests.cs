using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Orleans.Conformance;

[Alias("conformance.watched")]
public interface IWatchedGrain : IGrainWithStringKey
{
    /// <summary>The number of the activation again and again, as it changes; -1 is the last item before it ends.</summary>
    [Alias("watch")]
    IAsyncEnumerable<int> Watch(CancellationToken cancellationToken = default);

    [Alias("life")]
    Task<int> Life();

    /// <summary>Ends its watches, then itself.</summary>
    [Alias("move")]
    Task Move();
}

/// <summary>Watched and moved as the session grain is: its watches bring their last item and end before it asks to be deactivated.</summary>
internal sealed class WatchedGrain(Journals journals) : Grain, IWatchedGrain
{
    private readonly TaskCompletionSource _moving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _unwatched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _watches;
    private int _life;

    private Journal Journal => journals.Of(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Write("begins");
        _life = Journal.Entries.Count(entry => entry == "begins");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Write("ends");
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<int> Watch([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _watches++;
        Journal.Write("watched");
        try
        {
            yield return _life;
            await _moving.Task.WaitAsync(cancellationToken);
            yield return -1;
        }
        finally
        {
            if (--_watches == 0)
                _unwatched.TrySetResult();
        }
    }

    public Task<int> Life() => Task.FromResult(_life);

    public async Task Move()
    {
        _moving.SetResult();
        if (_watches > 0)
            await _unwatched.Task;
        DeactivateOnIdle();
    }
}

[Collection(SharedSilo.Name)]
public sealed class WatchedGrainTests(ConformanceSilo silo)
{
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// A pending read holds a deactivation up until the engine's own time-outs, 12 s and more, at every attempt. A busy machine is slow now and
    /// then. So one prompt attempt of ten is proof that nothing waits for a time-out, and no attempt may take half of the shortest one.
    /// </summary>
    [Fact]
    public async Task Grain_that_ends_its_watches_deactivates_and_answers_its_next_call_in_under_200_ms()
    {
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 10 && best >= Prompt; attempt++)
        {
            var (grain, journal) = silo.New<IWatchedGrain>();
            Task<List<int>>[] watches = [Read(grain), Read(grain), Read(grain)];
            await journal.Until("watched", watches.Length);

            var start = Stopwatch.GetTimestamp();
            await grain.Move();
            var life = await grain.Life().WaitAsync(TimeSpan.FromSeconds(6));
            var took = Stopwatch.GetElapsedTime(start);

            life.Should().Be(2);
            foreach (var watch in watches)
                (await watch).Should().Equal(1, -1);
            journal.Entries.Should().ContainInOrder("begins", "watched", "ends", "begins");
            best = took < best ? took : best;
        }

        best.Should().BeLessThan(Prompt);
    }

    [Fact]
    public async Task Watcher_that_was_told_to_move_finds_the_next_activation()
    {
        var (grain, journal) = silo.New<IWatchedGrain>();
        var watching = Read(grain);
        await journal.Until("watched");
        await grain.Move();
        (await watching.Within("the watch ends")).Should().Equal(1, -1);
        var again = Read(grain);
        await journal.Until("watched", 2);
        await grain.Move();
        (await again.Within("the second watch ends")).Should().Equal(2, -1);
    }

    private static async Task<List<int>> Read(IWatchedGrain grain)
    {
        var seen = new List<int>();
        await foreach (var item in grain.Watch())
            seen.Add(item);
        return seen;
    }
}
