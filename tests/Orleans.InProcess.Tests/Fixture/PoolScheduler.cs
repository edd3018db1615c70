namespace Orleans.InProcess.Tests;

/// <summary>The thread pool, and a count of what it still has to run.</summary>
public sealed class PoolScheduler : TaskScheduler, IStoryScheduler
{
    private int _pending;

    public Task Run(Func<Task> story) => Task.Factory.StartNew(story, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    public async Task Quiet()
    {
        // What awaits here is the one that runs.
        while (Volatile.Read(ref _pending) > 1)
        {
            await Task.Yield();
        }
    }

    protected override void QueueTask(Task task)
    {
        Interlocked.Increment(ref _pending);
        ThreadPool.UnsafeQueueUserWorkItem(Execute, task, preferLocal: false);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Execute(Task task)
    {
        TryExecuteTask(task);
        Interlocked.Decrement(ref _pending);
    }
}
