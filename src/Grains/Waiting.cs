namespace SessionShare.Grains;

/// <summary>Waiting that stays on the scheduler of who waits.</summary>
public static class Waiting
{
    /// <summary>
    /// Ends, on the scheduler that it is called on, once the task has ended, however it did; or is cancelled. WaitAsync and WhenAny on a task that runs its
    /// continuations asynchronously would go over the thread pool, which no simulator can order.
    /// </summary>
    public static Task Here(this Task task, CancellationToken cancellationToken) =>
        task.ContinueWith(static _ => { }, cancellationToken, TaskContinuationOptions.None, TaskScheduler.Current);
}
