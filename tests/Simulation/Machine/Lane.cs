namespace SessionShare.Simulation;

/// <summary>The scheduler of one process of the simulated world. When that process dies, nothing of it runs any more, whatever it was doing.</summary>
internal sealed class Lane(Machine machine, string name) : TaskScheduler
{
    private bool _isDead;

    public string Name => name;

    public override int MaximumConcurrencyLevel => 1;

    public Task Start(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    public Task<T> Start<T>(Func<Task<T>> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    public void Post(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    /// <summary>The process is killed.</summary>
    public void Kill() => _isDead = true;

    public void Execute(Task task)
    {
        if (!_isDead)
            TryExecuteTask(task);
    }

    protected override void QueueTask(Task task)
    {
        if (!_isDead)
            machine.Add(this, task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
