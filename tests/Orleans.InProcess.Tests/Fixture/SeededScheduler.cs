namespace Orleans.InProcess.Tests;

/// <summary>Runs everything on the calling thread; which of the waiting tasks is next, its seed decides.</summary>
public sealed class SeededScheduler(int seed) : TaskScheduler, IStoryScheduler
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly List<Task> _tasks = [];
    private readonly Random _random = new(seed);
    private int _threadId;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Tasks that came from other threads, so that their order is not the seed's.</summary>
    public int FromElsewhere { get; private set; }

    public void Run(Func<Task> story)
    {
        _threadId = Environment.CurrentManagedThreadId;
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var running = Task.Factory.StartNew(story, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();
            while (!running.IsCompleted)
            {
                TryExecuteTask(Next(running));
            }

            running.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    public async Task Quiet()
    {
        // What awaits here is running, so all that is queued is the engine's.
        while (_tasks.Count > 0)
        {
            await Task.Yield();
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            FromElsewhere += Environment.CurrentManagedThreadId == _threadId ? 0 : 1;
            _tasks.Add(task);
            Monitor.Pulse(_gate);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    private Task Next(Task story)
    {
        lock (_gate)
        {
            if (_tasks.Count == 0 && !Monitor.Wait(_gate, Patience))
            {
                throw new TimeoutException($"Seed {seed}: nothing is left to run and the story has not ended ({story.Status}).");
            }

            var index = _random.Next(_tasks.Count);
            var task = _tasks[index];
            _tasks.RemoveAt(index);
            return task;
        }
    }
}
