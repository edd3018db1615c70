namespace Orleans.InProcess;

/// <summary>Carries a caller's cancellation to the grain: a token of the grain's own, cancelled as a work item of its activation.</summary>
internal sealed class CallCancellation
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _source = new();
    private Activation? _activation;
    private bool _requested;

    public CancellationToken Token => _source.Token;

    public void RunsOn(Activation activation)
    {
        lock (_gate)
        {
            _activation = activation;
            if (_requested)
            {
                _source.Cancel();
            }
        }
    }

    public void Cancel()
    {
        lock (_gate)
        {
            _requested = true;
            _activation?.Post(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        }
    }
}
