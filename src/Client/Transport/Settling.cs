namespace SessionShare.Client;

internal static class Settling
{
    /// <summary>
    /// Ends, on the scheduler that it is called on, once the task has ended, however it did; or is cancelled. WaitAsync on a task that runs its continuations
    /// asynchronously would go over the thread pool, which no simulator can order.
    /// </summary>
    public static Task Here(this Task task, CancellationToken cancellationToken) =>
        task.ContinueWith(static _ => { }, cancellationToken, TaskContinuationOptions.None, TaskScheduler.Current);

    /// <summary>Waits until a task has ended, however it did.</summary>
    public static async Task Settled(this Task task)
    {
        try
        {
            await task;
        }
        catch (Exception)
        {
            // Whoever wants the outcome awaits the task itself.
        }
    }
}
