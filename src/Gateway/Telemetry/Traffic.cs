using System.Diagnostics.Metrics;
using SessionShare.Grains.Telemetry;

namespace SessionShare.Gateway.Telemetry;

/// <summary>
/// Single sessions at a gateway, the busiest of them: meter <c>SessionShare.Traffic</c>. Each series has the label <c>session</c>, and ends when nobody of that session is connected here any more.
/// </summary>
internal sealed class Traffic
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "SessionShare.Traffic";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (SessionTraffic Traffic, int Connections)> _sessions = new(StringComparer.Ordinal);
    private readonly Busiest<SessionTraffic> _busiest;

    public Traffic(IMeterFactory meters, TimeProvider time)
    {
        _busiest = new Busiest<SessionTraffic>(Here, time);
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("sessionshare.traffic.viewers", () => Each(session => session.Viewers), "{viewer}", "Viewers of the session that are connected here.");
        meter.CreateObservableGauge("sessionshare.traffic.lag", () => Each(session => session.Lag), "{frame}", "Frames that the slowest of them has not said that it has.");
        meter.CreateObservableGauge("sessionshare.traffic.unconfirmed", () => Each(session => session.Unconfirmed.TotalSeconds), "s", "How long the slowest of them has owed that for something that was sent to it.");
        meter.CreateObservableCounter("sessionshare.traffic.lags", () => Each(session => session.Lags), "{episode}", "Times that a viewer of the session fell behind and was told what it misses.");
        meter.CreateObservableCounter("sessionshare.traffic.delivered", () => Each(session => session.Delivered), "By", "Encoded bytes of frames that were sent to its viewers.");
        meter.CreateObservableCounter("sessionshare.traffic.appends", () => Each(session => session.Appends), "{append}", "Appends that its sharer sent through here.");
        meter.CreateObservableCounter("sessionshare.traffic.append.time", () => Each(session => session.AppendTime.TotalSeconds), "s", "Time that they took, all together: by their count it is the time of one.");
    }

    /// <summary>A connection of that session is here. Tell <see cref="Left"/> when it is gone.</summary>
    public SessionTraffic Came(string session)
    {
        lock (_gate)
        {
            var (traffic, connections) = _sessions.GetValueOrDefault(session);
            traffic ??= new SessionTraffic(session);
            _sessions[session] = (traffic, connections + 1);
            return traffic;
        }
    }

    /// <summary>It is gone.</summary>
    public void Left(string session)
    {
        lock (_gate)
        {
            var (traffic, connections) = _sessions[session];
            if (connections == 1)
                _sessions.Remove(session);
            else
                _sessions[session] = (traffic, connections - 1);
        }
    }

    private SessionTraffic[] Here()
    {
        lock (_gate)
            return [.. _sessions.Values.Select(session => session.Traffic)];
    }

    private IEnumerable<Measurement<T>> Each<T>(Func<SessionTraffic, T> value)
        where T : struct =>
        _busiest.Now.Select(session => new Measurement<T>(value(session), new KeyValuePair<string, object?>("session", session.Id)));
}
