using SessionShare.Grains.Fleet;
using SessionShare.Grains.Telemetry;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// The live sessions of this silo. When the silo stops, their watches end first (a pending read of a watch would else hold the deactivation
/// up), everything held becomes durable, and only then does the engine deactivate grains.
/// </summary>
public sealed class LiveSessions : ILifecycleParticipant<ISiloLifecycle>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Func<Task> HandOver, SessionFigures Figures, string Sharer, DateTimeOffset StartedAt)> _sessions = [];
    private readonly Dictionary<string, Func<Task>> _beside = [];
    private bool _stopping;

    /// <summary>How many sessions are live here.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _sessions.Count;
        }
    }

    /// <summary>What is counted of each that has not ended.</summary>
    internal IReadOnlyCollection<SessionFigures> Figures
    {
        get
        {
            lock (_gate)
                return [.. _sessions.Values.Select(session => session.Figures).Where(figures => figures.Phase != SessionPhase.Ended)];
        }
    }

    /// <summary>Those that have not ended, for operators.</summary>
    internal IReadOnlyCollection<FleetSession> Report()
    {
        lock (_gate)
        {
            return [.. _sessions.Values
                .Where(session => session.Figures.Phase != SessionPhase.Ended)
                .Select(session => new FleetSession(
                    session.Figures.Id, session.Figures.Organization, session.Sharer, session.StartedAt, session.Figures.Phase == SessionPhase.Sharing, session.Figures.Bytes, session.Figures.Participants))];
        }
    }

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(LiveSessions), ServiceLifecycleStage.Active, _ => Task.CompletedTask, HandOver);

    /// <summary>A session lives; <paramref name="handOver"/> ends its watches and stores what it holds.</summary>
    /// <returns>False: this silo hands its sessions over already, and keeps none that begins now.</returns>
    internal bool Add(SessionFigures session, string sharer, DateTimeOffset startedAt, Func<Task> handOver)
    {
        lock (_gate)
        {
            _sessions[session.Id] = (handOver, session, sharer, startedAt);
            return !_stopping;
        }
    }

    /// <summary>A session's activation ends.</summary>
    internal void Remove(string session)
    {
        lock (_gate)
            _sessions.Remove(session);
    }

    /// <summary>Another grain that is watched, though it is no session; <paramref name="handOver"/> ends its watches.</summary>
    /// <returns>False: this silo hands over already.</returns>
    internal bool AddBeside(string key, Func<Task> handOver)
    {
        lock (_gate)
        {
            _beside[key] = handOver;
            return !_stopping;
        }
    }

    /// <summary>Its activation ends.</summary>
    internal void RemoveBeside(string key)
    {
        lock (_gate)
            _beside.Remove(key);
    }

    private async Task HandOver(CancellationToken cancellationToken)
    {
        Func<Task>[] all;
        lock (_gate)
        {
            _stopping = true;
            all = [.. InOrder(_sessions).Select(session => session.HandOver), .. InOrder(_beside)];
        }

        await Task.WhenAll(all.Select(handOver => handOver())).WaitAsync(cancellationToken);
    }

    private static IEnumerable<T> InOrder<T>(Dictionary<string, T> grains) =>
        grains.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value);
}
