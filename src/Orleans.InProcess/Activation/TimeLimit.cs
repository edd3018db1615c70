namespace Orleans.InProcess;

/// <summary>
/// A token for one step of an activation's life. Whatever cancels it, the cancelling happens as a work item of the activation.
/// </summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Activation _activation;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _outer;

    public TimeLimit(Activation activation, TimeSpan limit, CancellationToken outer)
    {
        _activation = activation;
        _timer = Unflowed.CreateTimer(activation.Shared.Time, static limit => ((TimeLimit)limit!).Cancel(), this);
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
        _outer = outer.UnsafeRegister(static limit => ((TimeLimit)limit!).Cancel(), this);
    }

    public CancellationToken Token => _source.Token;

    public void Cancel() => _activation.Post(static source => ((CancellationTokenSource)source!).Cancel(), _source);

    public void Dispose()
    {
        _timer.Dispose();
        _outer.Unregister();
    }
}
