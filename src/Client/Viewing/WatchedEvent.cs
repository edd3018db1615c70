using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>What a viewer sees. A closed union: one of the nested records.</summary>
public abstract record WatchedEvent
{
    private WatchedEvent()
    {
    }

    /// <summary>The session at this moment. The first event, and again after each <see cref="Resumed"/>.</summary>
    public sealed record Present(Protocol.Present Session) : WatchedEvent;

    /// <summary>
    /// The next frames, well-formed, without holes and without repeats: <c>foreach (var frame in frames)</c>. A recorder gets every frame; others get a keyframe only
    /// where the screen is to be drawn anew from it (<see cref="KeyframeAssembly"/>).
    /// </summary>
    /// <param name="Epoch">The epoch of the last of them.</param>
    /// <param name="Run">The frames.</param>
    public sealed record Frames(long Epoch, FrameRun Run) : WatchedEvent
    {
        /// <summary>Walks the frames without copying payloads.</summary>
        public FrameReader GetEnumerator() => Run.GetEnumerator();
    }

    /// <summary>Frames up to here are stored. Not told to recorders, who get only such.</summary>
    public sealed record Durable(long Sequence) : WatchedEvent;

    /// <summary>Who is here now.</summary>
    public sealed record RosterChanged(Roster Roster) : WatchedEvent;

    /// <summary>What others show, each by their participant id; whole. Only with <see cref="WatchOptions.Together"/>, as what follows.</summary>
    public sealed record PresenceChanged(IReadOnlyDictionary<string, PresenceState> Shown) : WatchedEvent;

    /// <summary>Others changed the draft, or the session took in what was edited here: <see cref="WatchedSession.Draft"/>.</summary>
    public sealed record DraftChanged : WatchedEvent;

    /// <summary>A draft was run, or what becomes of that is known.</summary>
    public sealed record RunChanged(DraftRun Run) : WatchedEvent;

    /// <summary>Something the person should know; reason <see cref="Reason.None"/>: it no longer holds.</summary>
    public sealed record Noticed(Notice Notice) : WatchedEvent;

    /// <summary>
    /// Frames above this sequence were never stored and are void; what follows starts behind it. What the screen shows is void too, until a keyframe draws it
    /// anew.
    /// </summary>
    public sealed record Rewound(long To) : WatchedEvent;

    /// <summary>Frames from <paramref name="First"/> to <paramref name="Last"/> can't be had any more: the server deleted them meanwhile.</summary>
    public sealed record Missed(long First, long Last) : WatchedEvent;

    /// <summary>This viewer fell behind: these frames are left out, and a keyframe follows. Never told to recorders.</summary>
    public sealed record Lagging(long First, long Last) : WatchedEvent;

    /// <summary>The connection is lost and is being made again. Comes once per loss.</summary>
    /// <param name="Why">A sentence.</param>
    public sealed record Reconnecting(string Why) : WatchedEvent;

    /// <summary>Connected again; frames go on where they stopped.</summary>
    public sealed record Resumed : WatchedEvent;

    /// <summary>The session has ended; every frame of it came before this. The last event.</summary>
    public sealed record Ended(Protocol.Ended How) : WatchedEvent;

    /// <summary>
    /// This participant's access ends, or the server is gone for good (<see cref="Reason.ServerStopping"/>). The last event.
    /// </summary>
    public sealed record Closed(Refusal Why) : WatchedEvent;
}
