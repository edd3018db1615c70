using Orleans.Runtime;

namespace Orleans.InProcess.Tests;

/// <summary>What a simulator needs: on one seeded scheduler and a fake clock, the same seed gives the same run.</summary>
public sealed class ReplayTests : Story
{
    [Fact]
    public void Same_seed_gives_the_same_run_and_nothing_leaves_the_scheduler()
    {
        var runs = Enumerable.Range(1, 20).Select(seed => (First: Run(seed), Second: Run(seed))).ToList();
        runs.Should().AllSatisfy(run => run.First.Should().Equal(run.Second));
        runs.Select(run => string.Join(",", run.First)).Distinct().Count().Should().BeGreaterThan(10, "seeds choose the order");
    }

    private static IReadOnlyList<string> Run(int seed)
    {
        var scheduler = new SeededScheduler(seed);
        IReadOnlyList<string> entries = [];
        scheduler.Run(() => TellOnce(scheduler, async silo =>
        {
            await Task.WhenAll(Turns(silo), Sequences(silo), Tallies(silo), Timers(silo), Streams(silo));
            await silo.StopAsync();
            entries = silo.Journal.Entries;
        }));
        scheduler.FromElsewhere.Should().Be(0);
        return entries;
    }

    private static Task Turns(TestSilo silo)
    {
        string[] names = [.. Enumerable.Range(1, 20).Select(i => $"{i}")];
        Array.ForEach(names, silo.Journal.Open);
        return Task.WhenAll(names.Select(name => silo.Grain<ITurnsGrain>($"{name[^1]}").Interleave(name)));
    }

    private static async Task Sequences(TestSilo silo)
    {
        await foreach (var item in silo.Grain<ISequencesGrain>("a").Count(30).WithBatchSize(3))
        {
            silo.Journal.Write($"item {item}");
        }
    }

    private static async Task Tallies(TestSilo silo)
    {
        var grain = silo.Grain<ITallyGrain>("a");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => grain.Add(1)));
        await grain.End();
        silo.Journal.Write(await grain.Describe());
    }

    private static async Task Timers(TestSilo silo)
    {
        await silo.Grain<ITimersGrain>("a").Start(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        await silo.Journal.Until("tick ends");
    }

    private static async Task Streams(TestSilo silo)
    {
        await silo.Grain<IListenerGrain>("a").Listen("a");
        await silo.Grain<IListenerGrain>("b").Produce("a", 1);
        await silo.Journal.Until("grain heard 1");
    }
}
