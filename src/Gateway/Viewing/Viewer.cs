using System.Runtime.CompilerServices;
using SessionShare.Gateway.Feeds;
using SessionShare.Gateway.Leaving;
using SessionShare.Gateway.Rates;
using SessionShare.Gateway.Telemetry;
using SessionShare.Grains;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Viewing;

/// <summary>One viewer's connection: a cursor in the session's feed, and the loop that writes to it.</summary>
/// <param name="session">The session's id.</param>
/// <param name="call">How this connection joined.</param>
/// <param name="rosterVersion">The roster from this version on tells what became of it.</param>
/// <param name="lease">Its hold on the feed.</param>
/// <param name="stay">Its time at this gateway.</param>
/// <param name="rate">How often it may say something.</param>
/// <param name="instruments">What is measured of all viewers.</param>
/// <param name="traffic">What is measured of this session's.</param>
internal sealed class Viewer(
    string session, JoinCall call, long rosterVersion, FeedLease lease, Departures.Stay stay, MessageRate rate, GatewayInstruments instruments, SessionTraffic traffic, TimeProvider time) : IMeasuredViewer
{
    private readonly Allowance _allowance = new(WireLimits.ViewerBytesUnderWay, instruments.OnConfirmed, time);
    private volatile bool _isWatching;
    private readonly Redraw _redraw = new();
    private RosterValue? _admittedBy;
    private readonly TaskCompletionSource<Refusal> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Session => session;

    public JoinCall Call => call;

    public FeedLease Lease => lease;

    public Departures.Stay Stay => stay;

    public MessageRate Rate => rate;

    public SessionTraffic Traffic => traffic;

    /// <inheritdoc/>
    public long Lag => _isWatching ? Math.Max(0, lease.Feed.Newest - _allowance.Confirmed) : 0;

    /// <inheritdoc/>
    public TimeSpan Unconfirmed => _allowance.Unconfirmed;

    /// <summary>The viewer took frames in. One that says so far too often is closed.</summary>
    public void Seen(long sequence)
    {
        _allowance.Seen(sequence);
        if (rate.Take() is { } refused)
            _closed.TrySetResult(refused);
    }

    /// <summary>Whether the participant is not in that roster any more.</summary>
    public bool IsOut(RosterValue roster) =>
        roster.Version >= rosterVersion && !Array.Exists(roster.Participants, participant => participant.Id == call.Participant);

    /// <summary>Whether nothing says that the participant is out.</summary>
    public bool IsIn => ClosedBy(lease.Feed.Signals) is null;

    /// <summary>Everything for this viewer, in order, as fast as it takes it. Signals go between runs of frames; the end comes last.</summary>
    public async IAsyncEnumerable<WatchItem> Watch(WatchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = lease.Feed;
        var told = feed.Signals;
        if (told.Present is not { } present)
        {
            // Its history was deleted: who saw it up to the end hears of it, and who did not can't any more.
            yield return told.Ended is { Last: > 0 } end && !(request.After >= end.Last) ? new WatchItem { Closed = Refusal.Of(Reason.SessionEnded) } : EndOf(told);
            yield break;
        }

        if (ClosedBy(told) is { } gone)
        {
            yield return new WatchItem { Closed = gone };
            yield break;
        }

        var (cursor, epoch) = StartOf(request, feed, told);
        // From a chosen start a viewer reads its way to the ring, and so does one that comes back from not too far away.
        var readsStory = request.Epoch is null || feed.IsNear(cursor);
        _allowance.Reset(cursor);
        _isWatching = true;
        yield return new WatchItem { Present = PresentOf(present, told, feed.Newest, request is { Together: true, Recorder: false }) };

        while (!cancellationToken.IsCancellationRequested)
        {
            var (changed, eased) = (feed.Changed, _allowance.Eased);
            var signals = feed.Signals;
            if ((_closed.Task.IsCompletedSuccessfully ? _closed.Task.Result : ClosedBy(signals)) is { } closed)
            {
                yield return new WatchItem { Closed = closed };
                yield break;
            }

            foreach (var item in Told(feed, told, signals, request))
                yield return item;
            told = signals;

            if (stay.Over.IsCompleted)
            {
                // Or the viewer has left, and its stream has not heard of it yet.
                if (stay.Over.IsCompletedSuccessfully)
                    yield return new WatchItem { Closed = Refusal.Of(stay.Over.Result) };
                yield break;
            }

            // A recorder stands at durable frames, which nothing makes void, though this gateway may not know their epoch yet.
            if (!request.Recorder && feed.Rewinding(epoch, cursor) is { } rewound)
            {
                (cursor, epoch) = (rewound.First - 1, rewound.Epoch);
                _allowance.Reset(cursor);
                _redraw.Need();
                instruments.OnRewound();
                yield return new WatchItem { Rewound = cursor };
                continue;
            }

            var isBehind = !request.Recorder && !feed.Reaches(cursor);
            readsStory &= isBehind;
            if (isBehind && !readsStory && _allowance.IsOpen)
            {
                await feed.NeedKeyframe();
                if (feed.KeyframeAbove(cursor + 1) is { } keyframe)
                {
                    FellBehind();
                    yield return new WatchItem { Lagging = new Lagging(cursor + 1, keyframe.First - 1) };
                    cursor = keyframe.First - 1;
                    _redraw.Need();
                }
            }

            var (next, unreadable) = _allowance.IsOpen ? await Next(feed, cursor, request.Recorder ? signals.Durable : feed.Newest) : default;
            if (unreadable is not null)
            {
                yield return new WatchItem { Closed = unreadable };
                yield break;
            }

            if (next is { } run)
            {
                if (run.First > cursor + 1)
                {
                    // The log rolled past this viewer.
                    FellBehind();
                    yield return new WatchItem { Lagging = new Lagging(cursor + 1, run.First - 1) };
                    cursor = run.First - 1;
                    _redraw.Need();
                    continue;
                }

                var (frames, send) = request.Recorder ? (run.ToRun(), true) : _redraw.Cut(run.ToRun());
                (cursor, epoch) = (frames.Last, run.Epoch);
                if (send)
                    Sent(frames);
                yield return send ? new WatchItem { Frames = new WatchedFrames(run.Epoch, frames) } : new WatchItem { Passed = cursor };
                continue;
            }

            if (signals.Lost || (signals.Ended is { } ended && cursor >= ended.Last))
            {
                yield return EndOf(signals);
                yield break;
            }

            if (signals.Ended is not null && _allowance.IsOpen)
            {
                // What is missing is nowhere any more: the history was deleted.
                yield return new WatchItem { Closed = Refusal.Of(Reason.SessionEnded) };
                yield break;
            }

            await Waiting.Any([changed, eased, stay.Over, _closed.Task], cancellationToken);
        }
    }

    /// <summary>A run of the session's history, beside the stream.</summary>
    public async Task<FramesReply> Read(FramesRequest request)
    {
        var feed = lease.Feed;
        var after = Math.Max(request.After, feed.Signals.Oldest - 1);
        if (request.Keyframe && feed.KeyframeAt(after) is { } keyframe)
            after = keyframe.First - 1;

        var (run, unreadable) = await Next(feed, after, Math.Min(request.Through, feed.Newest));
        return new FramesReply(unreadable, run is null ? null : new WatchedFrames(run.Epoch, run.ToRun()));
    }

    private void FellBehind()
    {
        instruments.OnLagging();
        traffic.OnLagging();
    }

    private void Sent(FrameRun frames)
    {
        instruments.OnDelivered(frames.Bytes.Length);
        traffic.OnDelivered(frames.Bytes.Length);
        if (lease.Feed.AgeOf(frames.Last) is { } age)
            instruments.OnDelivered(age);
        _allowance.Sent(frames.Last, frames.Bytes.Length);
        if (!_allowance.IsOpen)
            instruments.OnStalled();
    }

    private static async ValueTask<(RunValue? Run, Refusal? Unreadable)> Next(Feed feed, long after, long through)
    {
        try
        {
            return (await feed.Next(after, through), null);
        }
        catch (FeedUnreadableException failure)
        {
            return (null, failure.Refusal);
        }
    }

    private (long Cursor, long Epoch) StartOf(WatchRequest request, Feed feed, FeedSignals signals)
    {
        // First: what is made void while the place is looked for is then known to be void.
        var epochs = feed.Epochs;
        var after = request.After ?? (request.Recorder ? signals.Durable : BehindKeyframe(feed, request.Back));
        var cursor = Math.Max(after, signals.Oldest - 1);
        return (cursor, request.Epoch ?? EpochStart.At(epochs, cursor));
    }

    /// <summary>So far back that a keyframe comes first, or, where the log is short enough or has none, all of it.</summary>
    private long BehindKeyframe(Feed feed, long back)
    {
        _redraw.Need();
        return feed.PayloadBytes > back && feed.KeyframeWithBehind(back) is { } keyframe ? keyframe.First - 1 : 0;
    }

    private static IEnumerable<WatchItem> Told(Feed feed, FeedSignals told, FeedSignals now, WatchRequest request)
    {
        if (now.Roster is { } roster && !ReferenceEquals(roster, told.Roster))
            yield return request.RosterUpdates && told.Roster is { } before ? feed.Rosters.Between(before, roster) : feed.Rosters.Whole(roster);
        if (now.Notice is { } notice && notice != told.Notice)
            yield return new WatchItem { Notice = notice.ToWire() };
        if (!request.Recorder && now.Durable > told.Durable)
            yield return new WatchItem { Durable = now.Durable };
        if (!request.Together || request.Recorder)
            yield break;
        if (!ReferenceEquals(now.Draft, told.Draft))
            yield return new WatchItem { Draft = now.Draft.Since(told.Draft.Number).ToWire() };
        if (now.Run is { } run && run != told.Run)
            yield return new WatchItem { Run = run.ToWire() };
        if (feed.Presences.Between(told.Presence, now.Presence) is { } presence)
            yield return presence;
    }

    private static Present PresentOf(PresentValue present, FeedSignals signals, long newest, bool together)
    {
        var wire = (present with { Oldest = signals.Oldest, Newest = newest, Durable = signals.Durable, Roster = signals.Roster!, Notice = signals.Notice }).ToWire();
        return !together ? wire : wire with
        {
            Presence = [.. signals.Presence.Select(shown => new ParticipantPresence(shown.Key, shown.Value.ToWire()))],
            Draft = signals.Draft.Since(null).ToWire(),
            Run = signals.Run?.ToWire(),
        };
    }

    private static WatchItem EndOf(FeedSignals signals) => signals.Ended is { Reason: not Reason.UnknownOrForbidden } ended
        ? new WatchItem { Ended = ended.ToWire() }
        : new WatchItem { Closed = Refusal.Of(signals.Lost ? Reason.ServerStopping : Reason.UnknownOrForbidden) };

    /// <summary>Why this connection ends, by the roster: another one replaced it, or the participant is no longer in it, having no access any more.</summary>
    private Refusal? ClosedBy(FeedSignals signals)
    {
        // Asked at each run of frames, and the roster may be long.
        if (signals.Roster is not { } roster || ReferenceEquals(roster, _admittedBy) || roster.Version < rosterVersion)
            return null;

        var entry = Array.Find(roster.Participants, participant => participant.Id == call.Participant);
        if (entry is null)
            return Refusal.Of(Reason.AccessEnded);
        if (entry.Connection != call.Connection)
            return Refusal.Of(Reason.Replaced);
        _admittedBy = roster;
        return null;
    }
}
