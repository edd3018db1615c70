namespace Orleans.InProcess;

/// <summary>A lifecycle observer of two functions.</summary>
internal sealed class DelegateObserver(Func<CancellationToken, Task> start, Func<CancellationToken, Task>? stop) : ILifecycleObserver
{
    public Task OnStart(CancellationToken cancellationToken = default) => start(cancellationToken);

    public Task OnStop(CancellationToken cancellationToken = default) => stop?.Invoke(cancellationToken) ?? Task.CompletedTask;
}
