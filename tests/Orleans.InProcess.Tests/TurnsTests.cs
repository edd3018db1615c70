using Orleans.Concurrency;

namespace Orleans.InProcess.Tests;

public interface ITurnsGrain : IGrainWithStringKey
{
    Task Work(string name);

    [AlwaysInterleave]
    Task Interleave(string name);

    [AlwaysInterleave]
    Task<int> CountSlowly(int steps);

    Task<bool> KeepsItsSchedulerAndStartsTasksOnIt();
}

internal sealed class TurnsGrain(Journal journal) : Grain, ITurnsGrain
{
    private int _count;

    public Task Work(string name) => Step(name);

    public Task Interleave(string name) => Step(name);

    public async Task<int> CountSlowly(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            // Loses counts if two pieces of this grain ever run at the same time.
            var seen = _count;
            Thread.SpinWait(20);
            _count = seen + 1;
            await Task.Yield();
        }

        return _count;
    }

    public async Task<bool> KeepsItsSchedulerAndStartsTasksOnIt()
    {
        var own = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current;
        var inStarted = await Task.Factory.StartNew(() => TaskScheduler.Current);
        await journal.Gate("open");
        return own != TaskScheduler.Default && own == afterYield && own == inStarted && own == TaskScheduler.Current;
    }

    private async Task Step(string name)
    {
        journal.Write($"{name} starts");
        await journal.Gate(name);
        await Task.Yield();
        journal.Write($"{name} ends");
    }
}

public sealed class TurnsTests : Story
{
    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Ordinary_calls_wait_for_each_other_across_awaits(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITurnsGrain>("a");
        Task[] calls = [grain.Work("1"), grain.Work("2")];
        silo.Journal.Open("2");
        await silo.Journal.Until("1 starts");
        silo.Journal.Open("1");
        await Task.WhenAll(calls);
        silo.Journal.Entries.Should().Equal("1 starts", "1 ends", "2 starts", "2 ends");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Interleaving_call_runs_while_an_ordinary_one_awaits(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITurnsGrain>("a");
        var blocking = grain.Work("1");
        silo.Journal.Open("2");
        await grain.Interleave("2");
        blocking.IsCompleted.Should().BeFalse();
        silo.Journal.Open("1");
        await blocking;
        silo.Journal.Entries.Should().Equal("1 starts", "2 starts", "2 ends", "1 ends");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Ordinary_call_starts_while_only_interleaving_ones_run(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITurnsGrain>("a");
        var interleaving = grain.Interleave("1");
        silo.Journal.Open("2");
        await grain.Work("2");
        silo.Journal.Open("1");
        await interleaving;
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Calls_of_one_caller_start_in_their_order(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITurnsGrain>("a");
        string[] names = [.. Enumerable.Range(1, 200).Select(i => $"{i}")];
        Array.ForEach(names, silo.Journal.Open);
        await Task.WhenAll(names.Select((name, i) => i % 3 == 0 ? grain.Interleave(name) : grain.Work(name)));
        string[] ordinary = [.. names.Where((_, i) => i % 3 != 0).Select(name => $"{name} starts")];
        string[] interleaving = [.. names.Where((_, i) => i % 3 == 0).Select(name => $"{name} starts")];
        silo.Journal.Entries.Should().ContainInOrder(ordinary).And.ContainInOrder(interleaving);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Pieces_of_one_grain_never_run_at_the_same_time(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITurnsGrain>("a");
        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.CountSlowly(50)));
        counts.Max().Should().Be(1000);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Grain_stays_on_its_scheduler_and_so_do_the_tasks_that_it_starts(On on) => Tell(on, async silo =>
    {
        var answer = silo.Grain<ITurnsGrain>("a").KeepsItsSchedulerAndStartsTasksOnIt();
        silo.Journal.Open("open");
        (await answer).Should().BeTrue();
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Grains_do_not_wait_for_each_other(On on) => Tell(on, async silo =>
    {
        var first = silo.Grain<ITurnsGrain>("a").Work("1");
        silo.Journal.Open("2");
        await silo.Grain<ITurnsGrain>("b").Work("2");
        first.IsCompleted.Should().BeFalse();
    });
}
