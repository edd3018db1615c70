namespace Orleans.InProcess;

/// <summary>
/// Turns what a grain returned into a task that ends on the scheduler it was awaited on, whatever the grain's own task does at its end.
/// AsTask, WaitAsync and WhenAll on the grain's task itself could end on the thread pool.
/// </summary>
internal static class Awaited
{
    public static async Task Here(Task task) => await task;

    public static async Task<T> Here<T>(ValueTask<T> task) => await task;

    public static async Task Here(ValueTask task) => await task;
}
