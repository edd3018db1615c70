using Orleans.Hosting;

namespace Orleans.InProcess.Tests;

/// <summary>Where the engine of a story runs.</summary>
public enum On
{
    ThreadPool,

    /// <summary>One thread and a seeded order, for several seeds.</summary>
    OneThread,
}

/// <summary>A story told to a fresh silo, on the thread pool or on one thread.</summary>
public abstract class Story
{
    private const int Seeds = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static TheoryData<On> BothSchedulers { get; } = new(On.ThreadPool, On.OneThread);

    protected static async Task Tell(On on, Func<TestSilo, Task> story, Action<ISiloBuilder>? configure = null)
    {
        if (on == On.ThreadPool)
        {
            var pool = new PoolScheduler();
            await pool.Run(() => TellOnce(pool, story, configure)).WaitAsync(Patience);
            return;
        }

        for (var seed = 1; seed <= Seeds; seed++)
        {
            var scheduler = new SeededScheduler(seed);
            scheduler.Run(() => TellOnce(scheduler, story, configure));
        }
    }

    protected static async Task TellOnce<TScheduler>(
        TScheduler scheduler, Func<TestSilo, Task> story, Action<ISiloBuilder>? configure = null)
        where TScheduler : TaskScheduler, IStoryScheduler
    {
        var silo = await TestSilo.StartAsync(scheduler, configure);
        try
        {
            await story(silo);
        }
        finally
        {
            await silo.AbandonAsync();
        }
    }
}
