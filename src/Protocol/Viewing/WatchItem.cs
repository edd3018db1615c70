namespace SessionShare.Protocol;

/// <summary>One item of a viewer's stream. Exactly one member is set.</summary>
public sealed record WatchItem
{
    /// <summary>The session at this moment. The first item of every stream.</summary>
    public Present? Present { get; init; }

    /// <summary>The next frames.</summary>
    public WatchedFrames? Frames { get; init; }

    /// <summary>
    /// Frames up to this sequence were left out: keyframes, which a viewer that has everything before them does not need. Never sent to
    /// recorders.
    /// </summary>
    public long? Passed { get; init; }

    /// <summary>
    /// Frames are left out: this viewer fell behind, and what follows starts with a keyframe; or they left the log of a session that rolls before they were
    /// read, which alone is sent to recorders too.
    /// </summary>
    public Lagging? Lagging { get; init; }

    /// <summary>Frames up to this sequence are durable.</summary>
    public long? Durable { get; init; }

    /// <summary>Who is here now, and with which role.</summary>
    public Roster? Roster { get; init; }

    /// <summary>Who is here now, as what is different from the roster told last on this stream. Only to who asked for it.</summary>
    public RosterUpdate? RosterUpdate { get; init; }

    /// <summary>What these participants show now. Only to who asked for it.</summary>
    public IReadOnlyList<ParticipantPresence>? Presence { get; init; }

    /// <summary>The draft, or the edits behind what was told last on this stream. Only to who asked for it.</summary>
    public DraftUpdate? Draft { get; init; }

    /// <summary>The newest run of a draft. Only to who asked for it.</summary>
    public DraftRun? Run { get; init; }

    /// <summary>A limit is near, or nothing can be saved just now.</summary>
    public Notice? Notice { get; init; }

    /// <summary>Frames above this sequence, seen before, were never saved and are void: forget them; what follows starts behind it.</summary>
    public long? Rewound { get; init; }

    /// <summary>The session has ended; comes behind its last frame. The last item.</summary>
    public Ended? Ended { get; init; }

    /// <summary>This participant's access or connection ends here. The last item.</summary>
    public Refusal? Closed { get; init; }
}

/// <summary>Frames for a viewer.</summary>
/// <param name="Epoch">The epoch of the last of them: kept with its sequence as the viewer's cursor.</param>
/// <param name="Run">The frames.</param>
public sealed record WatchedFrames(long Epoch, FrameRun Run);

/// <summary>What a viewer that fell behind misses.</summary>
/// <param name="First">Sequence of the first frame left out.</param>
/// <param name="Last">Sequence of the last frame left out.</param>
public sealed record Lagging(long First, long Last);

/// <summary>A session's present.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Size">The terminal's size at the newest frame.</param>
/// <param name="StartedAt">When it was first shared, UTC.</param>
/// <param name="Oldest">Sequence of the oldest frame that can be had; newest + 1 when there is none.</param>
/// <param name="Newest">Sequence of the newest frame; 0 when there is none.</param>
/// <param name="Durable">Sequence of the newest durable frame.</param>
/// <param name="Roster">Who is here.</param>
/// <param name="Notice">What holds now, if anything.</param>
/// <param name="NewestBlock">Number of the newest block; 0 when there is none.</param>
/// <param name="Presence">Who shows what; null to who did not ask for it, as all that follows.</param>
/// <param name="Draft">The draft, whole.</param>
/// <param name="Run">The newest run; null also where there was none.</param>
public sealed record Present(
    string Title,
    TerminalSize Size,
    DateTimeOffset StartedAt,
    long Oldest,
    long Newest,
    long Durable,
    Roster Roster,
    Notice? Notice,
    int NewestBlock = 0,
    IReadOnlyList<ParticipantPresence>? Presence = null,
    DraftUpdate? Draft = null,
    DraftRun? Run = null);
