namespace Orleans.InProcess;

/// <summary>Where the engine's work runs. Its clock is the <see cref="TimeProvider"/> of the host's services.</summary>
public sealed class InProcessEngineOptions
{
    /// <summary>
    /// Runs every work item of every activation. Default: the thread pool. A simulator gives its own seeded scheduler, on one thread.
    /// </summary>
    public TaskScheduler Scheduler { get; set; } = TaskScheduler.Default;

    /// <summary>
    /// How many work items of an activation run, and how many requests one of them starts, before others get their turn. Default 64.
    /// A simulator sets 1 to choose at every step.
    /// </summary>
    public int TasksPerSlice { get; set; } = 64;
}
