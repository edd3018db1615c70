using System.Diagnostics.Metrics;
using SessionShare.Grains.Telemetry;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What a silo measures of its sessions: meter <c>SessionShare.Sessions</c>. Nothing here names a session or a person.</summary>
public sealed class SessionInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "SessionShare.Sessions";

    private const string ReasonTag = "reason";

    private readonly Counter<long> _shares;
    private readonly Counter<long> _ends;
    private readonly Counter<long> _joins;
    private readonly Counter<long> _appends;
    private readonly Counter<long> _appendedBytes;
    private readonly Counter<long> _inputs;
    private readonly Counter<long> _trimmedBytes;
    private readonly Counter<long> _keyframesWanted;
    private readonly Counter<long> _failedWrites;
    private readonly Counter<long> _fences;
    private readonly Counter<long> _committedBytes;
    private readonly Histogram<double> _commits;
    private readonly Histogram<double> _failovers;

    /// <param name="meters">Where meters come from.</param>
    /// <param name="live">The silo's sessions.</param>
    public SessionInstruments(IMeterFactory meters, LiveSessions live)
    {
        ArgumentNullException.ThrowIfNull(meters);
        ArgumentNullException.ThrowIfNull(live);
        var meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter("sessionshare.session.live", () => live.Count, "{session}", "Sessions that are in this silo's memory.");
        _shares = meter.CreateCounter<long>("sessionshare.session.shares", "{share}", "Shares begun or gone on with, by reason of a refusal (none: taken).");
        _ends = meter.CreateCounter<long>("sessionshare.session.ends", "{session}", "Sessions that ended, by reason.");
        _joins = meter.CreateCounter<long>("sessionshare.session.joins", "{join}", "Joins of viewers, by reason of a refusal (none: taken).");
        _appends = meter.CreateCounter<long>("sessionshare.session.appends", "{append}", "Appends, by reason of a refusal (none: taken).");
        _appendedBytes = meter.CreateCounter<long>("sessionshare.session.append.size", "By", "Encoded bytes of appends that were taken in.");
        _inputs = meter.CreateCounter<long>("sessionshare.session.inputs", "{input}", "Inputs of participants, by reason of a refusal (none: taken).");
        _trimmedBytes = meter.CreateCounter<long>("sessionshare.session.trimmed", "By", "Payload bytes that left the logs of sessions that roll.");
        _keyframesWanted = meter.CreateCounter<long>("sessionshare.session.keyframes.wanted", "{keyframe}", "Keyframes that sharers were asked for.");
        _failedWrites = meter.CreateCounter<long>("sessionshare.session.write.failures", "{write}", "Writes of frames or state that failed and are tried again.");
        _fences = meter.CreateCounter<long>("sessionshare.session.fences", "{activation}", "Activations that stopped because another one owns their session.");
        _committedBytes = meter.CreateCounter<long>("sessionshare.session.commit.size", "By", "Payload bytes that became durable.");
        _commits = meter.CreateHistogram<double>("sessionshare.session.commit.duration", "s", "Time until a session's frames were durable.");
        _failovers = meter.CreateHistogram<double>("sessionshare.session.failover.duration", "s", "Time that a session took to come to life here, of one that lived elsewhere before or was forgotten by memory.");
    }

    internal void OnShare(RefusalValue? refused) => _shares.Add(1, TagOf(refused?.Reason));

    internal void OnEnded(Reason reason) => _ends.Add(1, TagOf(reason));

    internal void OnJoin(RefusalValue? refused) => _joins.Add(1, TagOf(refused?.Reason));

    internal void OnAppend(RefusalValue? refused, int bytes)
    {
        _appends.Add(1, TagOf(refused?.Reason));
        if (refused is null)
            _appendedBytes.Add(bytes);
    }

    internal void OnInput(RefusalValue? refused) => _inputs.Add(1, TagOf(refused?.Reason));

    internal void OnTrimmed(long bytes) => _trimmedBytes.Add(bytes);

    internal void OnKeyframeWanted() => _keyframesWanted.Add(1);

    internal void OnWriteFailed() => _failedWrites.Add(1);

    internal void OnFenced() => _fences.Add(1);

    internal void OnCommitted(long payloadBytes, TimeSpan duration)
    {
        _committedBytes.Add(payloadBytes);
        _commits.Record(duration.TotalSeconds);
    }

    internal void OnFailover(TimeSpan duration) => _failovers.Record(duration.TotalSeconds);

    private static KeyValuePair<string, object?> TagOf(Reason? reason) => new(ReasonTag, ReasonNames.Of(reason));
}
