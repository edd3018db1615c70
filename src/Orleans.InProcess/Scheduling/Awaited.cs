using System.Runtime.CompilerServices;

namespace Orleans.InProcess;

/// <summary>
/// Turns what a grain returned into a task that ends on the scheduler it was awaited on, whatever the grain's own task does at its end.
/// AsTask, WaitAsync and WhenAll on the grain's task itself could end on the thread pool. What the grain threw is passed on unthrown, so
/// that no frame of the engine comes to its stack.
/// </summary>
internal static class Awaited
{
    public static Task Here(Task task) => Ended(task).Unwrap();

    public static Task<T> Here<T>(ValueTask<T> task) => Ended(task).Unwrap();

    public static Task Here(ValueTask task) => Ended(task).Unwrap();

    private static async Task<Task> Ended(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return task;
    }

    private static async Task<Task<T>> Ended<T>(ValueTask<T> task)
    {
        await new End(task.IsCompleted, task.GetAwaiter().UnsafeOnCompleted);
        return task.AsTask();
    }

    private static async Task<Task> Ended(ValueTask task)
    {
        await new End(task.IsCompleted, task.GetAwaiter().UnsafeOnCompleted);
        return task.AsTask();
    }

    /// <summary>Awaits an end and takes no result.</summary>
    private readonly struct End(bool hasCome, Action<Action> onCompleted) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => hasCome;

        public End GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => onCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => onCompleted(continuation);
    }
}
