using System.Diagnostics.Metrics;
using SessionShare.Grains.Sessions;

namespace SessionShare.Grains.Telemetry;

/// <summary>
/// Single sessions of a silo, the busiest of them: meter <c>SessionShare.Live</c>. Each series is of one live session, by the labels <c>session</c> and <c>organization</c>, and ends with it. The phase
/// is a series of its own: a count whose labels change would begin anew.
/// </summary>
public sealed class LiveInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "SessionShare.Live";

    private readonly Busiest<SessionFigures> _busiest;

    /// <param name="meters">Where meters come from.</param>
    /// <param name="live">The silo's sessions.</param>
    public LiveInstruments(IMeterFactory meters, LiveSessions live, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(meters);
        ArgumentNullException.ThrowIfNull(live);
        _busiest = new Busiest<SessionFigures>(() => live.Figures, time);
        var meter = meters.Create(MeterName);
        Count(meter, "sessionshare.live.size", "By", "Encoded bytes of appends that were taken in, since the session came to this silo.", session => session.Bytes);
        Count(meter, "sessionshare.live.frames", "{frame}", "Frames that were taken in.", session => session.Frames);
        Count(meter, "sessionshare.live.inputs", "{input}", "Inputs of participants that were taken in.", session => session.Inputs);
        Count(meter, "sessionshare.live.joins", "{join}", "Joins of viewers, those who come back included.", session => session.Joins);
        Count(meter, "sessionshare.live.resumes", "{connection}", "Connections, the sharer's and viewers', that came back.", session => session.Resumes);
        Count(meter, "sessionshare.live.refusals", "{refusal}", "Shares, appends, joins and inputs that were refused.", session => session.Refusals);
        Count(meter, "sessionshare.live.commits", "{commit}", "Commits of frames to storage.", session => session.Commits);
        meter.CreateObservableCounter("sessionshare.live.commit.time", () => Each(session => session.CommitTime.TotalSeconds), "s", "Time that commits took, all together: by the count of commits it is the time of one.");
        Count(meter, "sessionshare.live.write.failures", "{write}", "Writes of frames or state that failed and are tried again.", session => session.FailedWrites);
        Gauge(meter, "sessionshare.live.held", "By", "Encoded bytes taken in and not yet stored.", session => session.Held);
        Gauge(meter, "sessionshare.live.participants", "{participant}", "Participants beside the sharer, those away included.", session => session.Participants);
        Gauge(meter, "sessionshare.live.epoch", "{epoch}", "The epoch: one more for each process of the sharer's.", session => session.Epoch);
        Gauge(meter, "sessionshare.live.attachment", "{attachment}", "The attachment: one more for each connection of the sharer's.", session => session.Attachment);
        meter.CreateObservableGauge("sessionshare.live.phase", Phases, "{session}", "1, with the label phase: sharing or reconnecting.");
    }

    private void Count(Meter meter, string name, string unit, string description, Func<SessionFigures, long> value) =>
        meter.CreateObservableCounter(name, () => Each(value), unit, description);

    private void Gauge(Meter meter, string name, string unit, string description, Func<SessionFigures, long> value) =>
        meter.CreateObservableGauge(name, () => Each(value), unit, description);

    private IEnumerable<Measurement<T>> Each<T>(Func<SessionFigures, T> value)
        where T : struct =>
        _busiest.Now.Select(session => new Measurement<T>(value(session), Session(session), Organization(session)));

    private IEnumerable<Measurement<long>> Phases() => _busiest.Now.Select(session => new Measurement<long>(
        1, Session(session), Organization(session), new KeyValuePair<string, object?>("phase", session.Phase == SessionPhase.Sharing ? "sharing" : "reconnecting")));

    private static KeyValuePair<string, object?> Session(SessionFigures session) => new("session", session.Id);

    private static KeyValuePair<string, object?> Organization(SessionFigures session) => new("organization", session.Organization);
}
