namespace SessionShare.Cli.Sharing;

/// <summary>
/// A window that is dragged changes its size a hundred times a second, and every program redraws for each. The first change of a while is followed at
/// once, the others at most every <see cref="Pause"/>, the last one always. From any thread.
/// </summary>
internal sealed class ResizeDamper : IDisposable
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly Action _follow;
    private readonly ITimer _timer;
    private bool _pausing;
    private bool _due;
    private bool _disposed;

    /// <param name="follow">Looks at the size that holds now, one call at a time.</param>
    public ResizeDamper(TimeProvider time, Action follow)
    {
        _follow = follow;
        _timer = time.CreateTimer(_ => PauseOver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The size may have changed.</summary>
    public void Take()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _due = true;
            if (!_pausing)
                Follow();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        _timer.Dispose();
    }

    private void PauseOver()
    {
        lock (_gate)
        {
            _pausing = false;
            if (_due && !_disposed)
                Follow();
        }
    }

    private void Follow()
    {
        (_due, _pausing) = (false, true);
        _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        _follow();
    }
}
