namespace SessionShare.Protocol;

/// <summary>One item of the way down to the sharer. Exactly one member is set.</summary>
public sealed record ControlItem
{
    /// <summary>Frames up to this sequence were taken in by the session: they no longer count as under way.</summary>
    public long? Appended { get; init; }

    /// <summary>Frames up to this sequence are durable: the client may forget them.</summary>
    public long? Durable { get; init; }

    /// <summary>An append was refused; what follows is said by its reason in docs/protocol.md.</summary>
    public Refusal? Refused { get; init; }

    /// <summary>Input of a participant, for the terminal.</summary>
    public Typed? Typed { get; init; }

    /// <summary>A participant runs the draft, or that is taken back.</summary>
    public RunAsked? Run { get; init; }

    /// <summary>Somebody needs a keyframe: make one now. Grows; a number heard before asks for nothing.</summary>
    public long? KeyframeWanted { get; init; }

    /// <summary>Who is here now.</summary>
    public Roster? Roster { get; init; }

    /// <summary>What these participants show now: what they point at, whether they write the draft.</summary>
    public IReadOnlyList<ParticipantPresence>? Presence { get; init; }

    /// <summary>A limit is near, or nothing can be saved just now.</summary>
    public Notice? Notice { get; init; }

    /// <summary>The link of now, with its secret: told at the start, and when someone renews it.</summary>
    public string? Link { get; init; }

    /// <summary>The session has ended, or this sharer is no longer its author. The last item.</summary>
    public Ended? Ended { get; init; }
}

/// <summary>Bytes that a participant typed.</summary>
/// <param name="Number">Grows within the session; said back by <c>ControlSeen</c> and <see cref="ControlRequest.After"/>.</param>
/// <param name="Participant">Who typed.</param>
/// <param name="ParticipantNumber">That participant's own number, +1 each: what was written already is dropped.</param>
/// <param name="Bytes">At most <see cref="WireLimits.TypeBytes"/>. Base64 in JSON.</param>
public sealed record Typed(long Number, string Participant, long ParticipantNumber, ReadOnlyMemory<byte> Bytes);

/// <summary>Something everyone in the session should know.</summary>
/// <param name="Reason">A limit that is near, <see cref="Reason.StorageUnavailable"/>, or <see cref="Reason.None"/> when the last notice no longer holds.</param>
/// <param name="Text">The sentence, with its numbers and when they reset.</param>
public sealed record Notice(Reason Reason, string Text);

/// <summary>How a session ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">The sentence for a person.</param>
/// <param name="Last">Sequence of the last frame of the log.</param>
/// <param name="ExitCode">The shared command's exit code, where there is one.</param>
public sealed record Ended(Reason Reason, string Text, long Last, int? ExitCode);
