namespace SessionShare.Protocol;

/// <summary>A viewer's client comes in, or comes back.</summary>
/// <param name="Version"><see cref="WireLimits.ProtocolVersion"/>.</param>
/// <param name="Session">The session.</param>
/// <param name="LinkSecret">The secret of the link, where one is held.</param>
/// <param name="Name">A guest's chosen name; at most <see cref="WireLimits.NameLength"/> characters. Ignored for who is signed in.</param>
/// <param name="Rejoin">Coming back after a lost connection: replaces the old one before participants are counted.</param>
public sealed record JoinRequest(int Version, SessionId Session, string? LinkSecret, string? Name, ParticipantKey? Rejoin);

/// <summary>What a participant proves itself with when it comes back.</summary>
/// <param name="Participant">Its id.</param>
/// <param name="Secret">Its secret, 22 characters of base62; told to nobody else.</param>
public sealed record ParticipantKey(string Participant, string Secret);

/// <summary>Answer to <see cref="JoinRequest"/>: either <paramref name="Refused"/> or <paramref name="Joined"/>.</summary>
public sealed record JoinReply(Refusal? Refused, Joined? Joined);

/// <summary>The session as a viewer's client comes into it.</summary>
/// <param name="Key">To come back with.</param>
/// <param name="Role">The role of this moment; later ones come with the roster.</param>
/// <param name="Title">The session's title.</param>
/// <param name="TypedThrough">Highest number of this participant's input that the session took in; 0 when it knows of none.</param>
public sealed record Joined(ParticipantKey Key, Role Role, string Title, long TypedThrough);

/// <summary>Opens a viewer's stream of the session.</summary>
/// <param name="Recorder">True: only durable frames, none ever left out. False: frames as soon as the session has them.</param>
/// <param name="After">Frames behind this sequence; 0 from the start; null: from now, which for a viewer that is no recorder begins with a keyframe.</param>
/// <param name="Epoch">With a cursor from before: the epoch of the newest frame seen, so that a <c>rewound</c> can be told. Else null.</param>
/// <param name="Back">
/// With <paramref name="After"/> null: payload bytes before now that the viewer would like to see, e.g. for scrolling back; the keyframe is chosen so that about
/// as many, never more, come behind it. 0: the newest one.
/// </param>
/// <param name="RosterUpdates">This client takes <see cref="WatchItem.RosterUpdate"/> in place of whole rosters.</param>
/// <param name="Together">This client takes presence, draft and runs. Not with <paramref name="Recorder"/>.</param>
public sealed record WatchRequest(bool Recorder, long? After, long? Epoch, long Back = 0, bool RosterUpdates = false, bool Together = false);

/// <summary>Input for the session's terminal; asks for <see cref="Role.Edit"/>.</summary>
/// <param name="Number">+1 per participant, from 1; a number seen before is dropped and answered as taken.</param>
/// <param name="Bytes">At most <see cref="WireLimits.TypeBytes"/>. Base64 in JSON.</param>
/// <param name="Oldest">
/// The lowest number that this client still has and could send again: a session that knows nothing of this participant's input asks for it with
/// <see cref="Reason.Gap"/>. Null: nothing below <paramref name="Number"/> is sent again.
/// </param>
/// <param name="Epoch">With input that is sent again: <see cref="TypeReply.Epoch"/> of when it was taken in first. Meant for a program before this one, it is dropped and answered as taken.</param>
public sealed record TypeRequest(long Number, ReadOnlyMemory<byte> Bytes, long? Oldest = null, long? Epoch = null);

/// <summary>Answer to <see cref="TypeRequest"/>: taken in, unless refused.</summary>
/// <param name="Refused">Why not; <see cref="Reason.Gap"/> names the number that is to be sent again, with all behind it.</param>
/// <param name="Written">Input of this participant up to here was dealt with by the sharer's client: the client may forget it. What is above dies with a server that is killed.</param>
/// <param name="Epoch">The epoch for whose program it was taken in; 0 when nobody knows.</param>
public sealed record TypeReply(Refusal? Refused, long Written = 0, long Epoch = 0);

/// <summary>The size of the viewer's own terminal; asks for <see cref="Role.Edit"/>. A sharer who wants it so gives the session's terminal that size.</summary>
/// <param name="Size">Columns and rows, 1 to <see cref="TerminalSize.Max"/>.</param>
public sealed record ResizeRequest(TerminalSize Size);

/// <summary>Answer to <see cref="ResizeRequest"/>: it stands in the roster, unless refused.</summary>
public sealed record ResizeReply(Refusal? Refused);

/// <summary>Asks those who manage the session for a role.</summary>
/// <param name="Role"><see cref="Role.Edit"/> or <see cref="Role.Manage"/>.</param>
public sealed record RoleRequest(Role Role);

/// <summary>Answer to what a viewer asks about its own role: done, unless refused.</summary>
public sealed record RoleReply(Refusal? Refused);

/// <summary>Asks for blocks.</summary>
/// <param name="From">First block number.</param>
/// <param name="Count">How many at the most, 1 to 500.</param>
public sealed record BlocksRequest(int From, int Count);

/// <summary>Answer to <see cref="BlocksRequest"/>, in order.</summary>
public sealed record BlocksReply(Refusal? Refused, IReadOnlyList<Block> Blocks);

/// <summary>Asks for frames of the session's history, once; the viewer's stream goes on beside it.</summary>
/// <param name="After">Frames behind this sequence.</param>
/// <param name="Through">At most up to this one.</param>
/// <param name="Keyframe">
/// True: begins with the newest keyframe known at or before <paramref name="After"/>, where there is one, so that the screen of that place can be drawn.
/// </param>
public sealed record FramesRequest(long After, long Through, bool Keyframe = false);

/// <summary>Answer to <see cref="FramesRequest"/>: the next run, or none where there is nothing (any more).</summary>
public sealed record FramesReply(Refusal? Refused, WatchedFrames? Frames);

/// <summary>One command of the session: an index over its frames.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Command">The command line; null when the shell could not tell.</param>
/// <param name="Directory">The working directory; null when unknown.</param>
/// <param name="FirstSequence">Its BlockStart frame.</param>
/// <param name="LastSequence">Its BlockEnd frame; null while it runs.</param>
/// <param name="StartedAt">Microseconds since the session's start.</param>
/// <param name="EndedAt">Microseconds since the session's start; null while it runs.</param>
/// <param name="ExitCode">Null while it runs, or when none is known.</param>
/// <param name="RanBy">Who of the others started it, as they were known then; null: the sharer.</param>
public sealed record Block(
    int Number,
    string? Command,
    string? Directory,
    long FirstSequence,
    long? LastSequence,
    long StartedAt,
    long? EndedAt,
    int? ExitCode,
    Person? RanBy = null);
