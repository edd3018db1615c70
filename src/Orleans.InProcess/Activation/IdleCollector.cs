namespace Orleans.InProcess;

/// <summary>Asks every activation, once a collection quantum, to end if it is idle.</summary>
internal sealed class IdleCollector : IDisposable
{
    private readonly Dispatcher _dispatcher;
    private readonly ActivationShared _shared;
    private readonly ITimer _timer;

    public IdleCollector(Dispatcher dispatcher, ActivationShared shared)
    {
        (_dispatcher, _shared) = (dispatcher, shared);
        _timer = Unflowed.CreateTimer(shared.Time, static collector => ((IdleCollector)collector!).Collect(), this);
    }

    public void Start()
    {
        var quantum = _shared.Collection.CollectionQuantum;
        _timer.Change(quantum, quantum);
    }

    public void Dispose() => _timer.Dispose();

    private void Collect()
    {
        foreach (var activation in _dispatcher.Snapshot())
        {
            activation.CollectIfIdle();
        }
    }
}
