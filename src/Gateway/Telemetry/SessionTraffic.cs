using SessionShare.Grains.Telemetry;

namespace SessionShare.Gateway.Telemetry;

/// <summary>What is counted of one session at this gateway, while its sharer or a viewer is connected here. Thread-safe.</summary>
/// <param name="id">The session's id.</param>
internal sealed class SessionTraffic(string id) : IMeasuredSession
{
    private readonly Lock _gate = new();
    private readonly List<IMeasuredViewer> _viewers = [];
    private long _appendedBytes, _appends, _appendTicks, _delivered, _lags;

    /// <inheritdoc/>
    public string Id => id;

    /// <inheritdoc/>
    public long Bytes => Interlocked.Read(ref _appendedBytes) + Delivered;

    public long Appends => Interlocked.Read(ref _appends);

    public TimeSpan AppendTime => TimeSpan.FromTicks(Interlocked.Read(ref _appendTicks));

    public long Delivered => Interlocked.Read(ref _delivered);

    public long Lags => Interlocked.Read(ref _lags);

    /// <summary>Viewers that are connected here.</summary>
    public int Viewers
    {
        get
        {
            lock (_gate)
                return _viewers.Count;
        }
    }

    /// <summary>Frames that the slowest of them has not said that it has.</summary>
    public long Lag
    {
        get
        {
            lock (_gate)
                return _viewers.Count == 0 ? 0 : _viewers.Max(viewer => viewer.Lag);
        }
    }

    /// <summary>How long the slowest has owed that for something that was sent to it.</summary>
    public TimeSpan Unconfirmed
    {
        get
        {
            lock (_gate)
                return _viewers.Count == 0 ? TimeSpan.Zero : _viewers.Max(viewer => viewer.Unconfirmed);
        }
    }

    public void OnAppended(int bytes, TimeSpan duration)
    {
        Interlocked.Add(ref _appendedBytes, bytes);
        Interlocked.Increment(ref _appends);
        Interlocked.Add(ref _appendTicks, duration.Ticks);
    }

    public void OnDelivered(int bytes) => Interlocked.Add(ref _delivered, bytes);

    public void OnLagging() => Interlocked.Increment(ref _lags);

    public void Came(IMeasuredViewer viewer)
    {
        lock (_gate)
            _viewers.Add(viewer);
    }

    public void Left(IMeasuredViewer viewer)
    {
        lock (_gate)
            _viewers.Remove(viewer);
    }
}

/// <summary>A viewer, as far as it is measured. Read by any thread.</summary>
internal interface IMeasuredViewer
{
    /// <summary>Frames that it has not said that it has; 0 while it watches nothing.</summary>
    long Lag { get; }

    /// <summary>How long ago the oldest of what is under way to it was sent.</summary>
    TimeSpan Unconfirmed { get; }
}
