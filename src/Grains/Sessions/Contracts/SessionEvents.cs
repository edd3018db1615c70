using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>An event on the way down to the sharer. Exactly one member is set. See <see cref="ControlItem"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.control-event")]
public sealed record ControlEvent
{
    [Id(0)] public long? Durable { get; init; }

    [Id(1)] public TypedValue? Typed { get; init; }

    [Id(2)] public RosterValue? Roster { get; init; }

    [Id(3)] public NoticeValue? Notice { get; init; }

    /// <summary>The last event: the session ended, or another process took it over.</summary>
    [Id(4)] public EndedValue? Ended { get; init; }

    /// <summary>The last event of this activation: call again, another one answers.</summary>
    [Id(5)] public bool Moved { get; init; }

    /// <summary>A keyframe is asked for; the number grows.</summary>
    [Id(6)] public long? KeyframeWanted { get; init; }

    /// <summary>The first event: sequence of the newest frame that this activation has. What an earlier one took in beyond it was never stored.</summary>
    [Id(7)] public long? End { get; init; }

    /// <summary>The secret of the link: told at the start and when it is renewed.</summary>
    [Id(8)] public string? LinkSecret { get; init; }

    /// <summary>A run that waits, or, where it does not wait, one that is not to happen any more.</summary>
    [Id(9)] public DraftRunValue? Run { get; init; }

    /// <summary>What participants show now.</summary>
    [Id(10)] public ShownValue[]? Presence { get; init; }
}

/// <summary>An event of a watch. Exactly one member is set. See <see cref="WatchItem"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.watch-event")]
public sealed record WatchEvent
{
    [Id(0)] public PresentValue? Present { get; init; }

    [Id(1)] public RunValue? Run { get; init; }

    [Id(2)] public long? Durable { get; init; }

    [Id(3)] public RosterValue? Roster { get; init; }

    [Id(4)] public NoticeValue? Notice { get; init; }

    /// <summary>An epoch began at or below what was seen: frames from its first sequence on, seen before, are void.</summary>
    [Id(5)] public EpochStart? Rewound { get; init; }

    /// <summary>The last event: the session ended; every frame up to its last came before.</summary>
    [Id(6)] public EndedValue? Ended { get; init; }

    /// <summary>The last event of this activation: watch again, another one answers.</summary>
    [Id(7)] public bool Moved { get; init; }

    /// <summary>Frames below this sequence have left the log of a session that rolls.</summary>
    [Id(8)] public long? Oldest { get; init; }

    /// <summary>What participants show now.</summary>
    [Id(9)] public ShownValue[]? Presence { get; init; }

    /// <summary>The draft, or the edits behind what was told last.</summary>
    [Id(10)] public DraftValue? Draft { get; init; }

    /// <summary>The newest run of a draft.</summary>
    [Id(11)] public DraftRunValue? DraftRun { get; init; }
}

/// <summary>See <see cref="Typed"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.typed")]
public sealed record TypedValue(
    [property: Id(0)] long Number,
    [property: Id(1)] string Participant,
    [property: Id(2)] long ParticipantNumber,
    [property: Id(3)] ReadOnlyMemory<byte> Bytes);

/// <summary>See <see cref="Notice"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.notice")]
public sealed record NoticeValue([property: Id(0)] Reason Reason, [property: Id(1)] string Text)
{
    /// <summary>As it goes over the wire.</summary>
    public Notice ToWire() => new(Reason, Text);
}

/// <summary>See <see cref="Ended"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.ended")]
public sealed record EndedValue(
    [property: Id(0)] Reason Reason,
    [property: Id(1)] string Text,
    [property: Id(2)] long Last,
    [property: Id(3)] int? ExitCode)
{
    /// <summary>As it goes over the wire.</summary>
    public Ended ToWire() => new(Reason, Text, Last, ExitCode);
}

/// <summary>See <see cref="Roster"/>; with the user ids and participant secrets left out.</summary>
/// <param name="Version">Grows with every change, from one activation of the grain to the next too.</param>
/// <param name="Asking">Who asks to be let in; null: nobody, or not told.</param>
/// <param name="Approves">See <see cref="Roster"/>.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.roster")]
public sealed record RosterValue(
    [property: Id(0)] long Version,
    [property: Id(1)] string SharerName,
    [property: Id(2)] string SharerEmail,
    [property: Id(3)] SharerState SharerState,
    [property: Id(4)] ParticipantValue[] Participants,
    [property: Id(5)] RequestValue[]? Asking = null,
    [property: Id(6)] bool Approves = false)
{
    /// <summary>As it goes over the wire.</summary>
    public Roster ToWire() => new(
        new Person(SharerName, SharerEmail), SharerState, [.. Participants.Select(participant => participant.ToWire())], Asking is { Length: > 0 } ? [.. Asking.Select(asking => asking.ToWire())] : null, Approves);
}

/// <summary>See <see cref="Participant"/>.</summary>
/// <param name="Connection">The connection that stands: a gateway closes an older one of the same participant.</param>
/// <param name="Columns">Of an editor's own terminal; 0: not told.</param>
/// <param name="Rows">Likewise.</param>
/// <param name="Request">The role that it asks for.</param>
/// <param name="Since">When it came in, UTC; null where that is not known.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.participant")]
public sealed record ParticipantValue(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Email,
    [property: Id(3)] Role Role,
    [property: Id(4)] bool Away,
    [property: Id(5)] string Connection,
    [property: Id(6)] int Columns = 0,
    [property: Id(7)] int Rows = 0,
    [property: Id(8)] Role Request = Role.None,
    [property: Id(9)] DateTimeOffset? Since = null)
{
    /// <summary>As it goes over the wire.</summary>
    public Participant ToWire() => new(Id, new Person(Name, Email), Role, Away, Columns > 0 ? new TerminalSize(Columns, Rows) : null, Request == Role.None ? null : Request, Since);
}

/// <summary>See <see cref="Present"/>.</summary>
/// <param name="Epochs">Every epoch with its first sequence, so that a gateway can tell a viewer what of its past is void.</param>
/// <param name="Keyframes">Where keyframes are, in order.</param>
/// <param name="PayloadBytes">Payload bytes of all frames, keyframes aside.</param>
/// <param name="NewestBlock">Number of the newest block; 0 when there is none.</param>
/// <param name="Presence">Who shows what.</param>
/// <param name="Draft">The draft, whole.</param>
/// <param name="Run">The newest run; null: there was none.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.present")]
public sealed record PresentValue(
    [property: Id(0)] string Title,
    [property: Id(1)] int Columns,
    [property: Id(2)] int Rows,
    [property: Id(3)] DateTimeOffset StartedAt,
    [property: Id(4)] long Oldest,
    [property: Id(5)] long Newest,
    [property: Id(6)] long Durable,
    [property: Id(7)] RosterValue Roster,
    [property: Id(8)] NoticeValue? Notice,
    [property: Id(9)] EpochStart[] Epochs,
    [property: Id(10)] KeyframeMark[] Keyframes,
    [property: Id(11)] long PayloadBytes,
    [property: Id(12)] int NewestBlock,
    [property: Id(13)] ShownValue[]? Presence = null,
    [property: Id(14)] DraftValue? Draft = null,
    [property: Id(15)] DraftRunValue? Run = null)
{
    /// <summary>Epoch of the newest frame; 0 when there is none.</summary>
    public long NewestEpoch() => EpochStart.At(Epochs, Newest);

    /// <summary>As it goes over the wire.</summary>
    public Present ToWire() =>
        new(Title, new TerminalSize(Columns, Rows), StartedAt, Oldest, Newest, Durable, Roster.ToWire(), Notice?.ToWire(), NewestBlock);
}
