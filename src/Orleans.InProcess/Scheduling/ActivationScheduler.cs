namespace Orleans.InProcess;

/// <summary>
/// Runs the tasks of one activation one at a time, in the order they were queued, in slices on the root scheduler.
/// Inside a grain it is TaskScheduler.Current, so what a grain awaits or starts comes back here.
/// </summary>
internal sealed class ActivationScheduler(Activation activation, TaskScheduler root, int tasksPerSlice) : TaskScheduler
{
    private readonly Lock _gate = new();
    private readonly Queue<Task> _tasks = new();
    private bool _sliceQueued;
    private bool _hasStopped;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Queues a work item that carries no ambient values of whoever queues it.</summary>
    public void Post(Action<object?> action, object? state) => Unflowed.Start(action, state, this);

    /// <summary>What is queued, and what will be, never runs.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _hasStopped = true;
            _tasks.Clear();
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            if (_hasStopped)
            {
                return;
            }

            _tasks.Enqueue(task);
            if (_sliceQueued)
            {
                return;
            }

            _sliceQueued = true;
        }

        QueueSlice();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && !_hasStopped && Activation.Current == activation && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return [.. _tasks];
        }
    }

    private void QueueSlice() => Unflowed.Start(static scheduler => ((ActivationScheduler)scheduler!).RunSlice(), this, root);

    private void RunSlice()
    {
        var outerContext = SynchronizationContext.Current;
        var outerActivation = Activation.Enter(activation);
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            for (var i = 0; i < tasksPerSlice; i++)
            {
                if (NextOrStop() is not { } task)
                {
                    return;
                }

                TryExecuteTask(task);
            }
        }
        finally
        {
            Activation.Enter(outerActivation);
            SynchronizationContext.SetSynchronizationContext(outerContext);
        }

        QueueSlice();
    }

    private Task? NextOrStop()
    {
        lock (_gate)
        {
            _sliceQueued = _tasks.TryDequeue(out var task);
            return task;
        }
    }
}
