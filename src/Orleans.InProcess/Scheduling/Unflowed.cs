namespace Orleans.InProcess;

/// <summary>
/// Starts tasks without the execution context of the caller: a request carries its arguments to a grain and nothing else.
/// </summary>
internal static class Unflowed
{
    public static void Start(Action<object?> action, object? state, TaskScheduler scheduler)
    {
        using (Suppress())
        {
            new Task(action, state, TaskCreationOptions.DenyChildAttach).Start(scheduler);
        }
    }

    public static ITimer CreateTimer(TimeProvider time, TimerCallback callback, object? state)
    {
        using (Suppress())
        {
            return time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private static AsyncFlowControl? Suppress() => ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
}
