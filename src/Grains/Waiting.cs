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

    /// <summary>Waits, in the same way, for the first to end, and lets go of the others: some of them are waited for again and again.</summary>
    public static async Task Any(Task[] tasks, CancellationToken cancellationToken)
    {
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(tasks.Select(task => task.Here(turn.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        turn.Cancel();
    }
}
