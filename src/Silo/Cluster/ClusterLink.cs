namespace SessionShare.Silo.Cluster;

/// <summary>
/// This process's way to the silos: whether there is one just now, and word of silos that were lost without a good-bye. Where the silo is in
/// this process it is always there. Thread-safe.
/// </summary>
/// <param name="isUp">Whether there is a way from the start.</param>
public sealed class ClusterLink(bool isUp) : IDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _lost = new();
    private TaskCompletionSource _came = New(isUp);

    /// <summary>A silo can be reached.</summary>
    public bool IsUp
    {
        get
        {
            lock (_gate)
                return _came.Task.IsCompleted;
        }
    }

    /// <summary>Cancelled when a silo is lost: what was asked of it, or through it, may never be answered. Take it before asking, ask again when it is cancelled.</summary>
    public CancellationToken SiloLost
    {
        get
        {
            lock (_gate)
                return _lost.Token;
        }
    }

    /// <summary>Completes when there is a way.</summary>
    public Task Came
    {
        get
        {
            lock (_gate)
                return _came.Task;
        }
    }

    /// <summary>A silo can be reached; false when that is no news.</summary>
    public bool Open()
    {
        lock (_gate)
            return _came.TrySetResult();
    }

    /// <summary>No silo can be reached; false when that is no news.</summary>
    public bool Close()
    {
        lock (_gate)
        {
            if (!_came.Task.IsCompleted)
                return false;
            _came = New(completed: false);
            return true;
        }
    }

    /// <summary>A silo is gone without having handed anything over.</summary>
    public void LoseSilo()
    {
        CancellationTokenSource lost;
        lock (_gate)
            (lost, _lost) = (_lost, new CancellationTokenSource());
        lost.Cancel();
        lost.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _lost.Dispose();

    private static TaskCompletionSource New(bool completed)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (completed)
            source.SetResult();
        return source;
    }
}
