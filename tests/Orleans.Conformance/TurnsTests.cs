using Orleans.Concurrency;

namespace Orleans.Conformance;

[Alias("conformance.turns")]
public interface ITurnsGrain : IGrainWithStringKey
{
    [Alias("work")]
    Task Work(string name);

    [AlwaysInterleave]
    [Alias("interleave")]
    Task Interleave(string name);

    [AlwaysInterleave]
    [Alias("count-slowly")]
    Task<int> CountSlowly(int steps);

    [Alias("note")]
    Task Note(string entry);
}

/// <summary>Works from when it starts until the test opens the gate of that name.</summary>
internal sealed class TurnsGrain(Journals journals) : Grain, ITurnsGrain
{
    private int _count;

    private Journal Journal => journals.Of(this.GetPrimaryKeyString());

    public Task Work(string name) => Step(name);

    public Task Interleave(string name) => Step(name);

    public async Task<int> CountSlowly(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            // Loses counts if two pieces of this grain ever run at the same time.
            var seen = _count;
            Thread.SpinWait(50);
            _count = seen + 1;
            await Task.Yield();
        }

        return _count;
    }

    public async Task Note(string entry)
    {
        await Task.Yield();
        Journal.Write(entry);
    }

    private async Task Step(string name)
    {
        Journal.Write($"{name} starts");
        await Journal.Gate(name);
        await Task.Yield();
        Journal.Write($"{name} ends");
    }
}

[Collection(SharedSilo.Name)]
public sealed class TurnsTests(ConformanceSilo silo)
{
    [Fact]
    public async Task Turns_do_not_interleave_across_awaits()
    {
        var (grain, journal) = silo.New<ITurnsGrain>();
        var first = grain.Work("first");
        await journal.Until("first starts");
        journal.Open("second");
        journal.Open("marked");
        var second = grain.Work("second");

        // Answered after the second call was sent: by then that one could have started, if it may.
        await grain.Interleave("marked").Within("the marked call is answered");
        journal.Open("first");
        await Task.WhenAll(first, second).Within("both calls are answered");
        journal.Entries.Should().Equal("first starts", "marked starts", "marked ends", "first ends", "second starts", "second ends");
    }

    [Fact]
    public async Task Marked_calls_run_while_an_ordinary_one_awaits_and_beside_each_other()
    {
        var (grain, journal) = silo.New<ITurnsGrain>();
        var ordinary = grain.Work("ordinary");
        var marked = grain.Interleave("marked");
        await journal.Until("marked starts");
        await journal.Until("ordinary starts");
        journal.Open("other");
        await grain.Interleave("other").Within("a marked call is answered while others await");
        (ordinary.IsCompleted, marked.IsCompleted).Should().Be((false, false));
        journal.Open("ordinary");
        journal.Open("marked");
        await Task.WhenAll(ordinary, marked);
    }

    [Fact]
    public async Task Ordinary_call_starts_while_only_marked_ones_run()
    {
        var (grain, journal) = silo.New<ITurnsGrain>();
        var marked = grain.Interleave("marked");
        await journal.Until("marked starts");
        journal.Open("ordinary");
        await grain.Work("ordinary").Within("the ordinary call is answered");
        marked.IsCompleted.Should().BeFalse();
        journal.Open("marked");
        await marked;
    }

    [Fact]
    public async Task Pieces_of_one_grain_never_run_at_the_same_time()
    {
        var (grain, _) = silo.New<ITurnsGrain>();
        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => grain.CountSlowly(50))));
        counts.Max().Should().Be(1000);
    }

    [Fact]
    public async Task Awaited_calls_of_one_caller_run_in_their_order()
    {
        var (grain, journal) = silo.New<ITurnsGrain>();
        string[] entries = [.. Enumerable.Range(1, 200).Select(i => $"{i}")];
        foreach (var entry in entries)
            await grain.Note(entry);
        journal.Entries.Should().Equal(entries);
    }

    [Fact]
    public async Task Grains_do_not_wait_for_each_other()
    {
        var ((busy, busyJournal), (idle, idleJournal)) = (silo.New<ITurnsGrain>(), silo.New<ITurnsGrain>());
        var held = busy.Work("held");
        idleJournal.Open("free");
        await idle.Work("free").Within("the idle grain answers");
        held.IsCompleted.Should().BeFalse();
        busyJournal.Open("held");
        await held;
    }
}
