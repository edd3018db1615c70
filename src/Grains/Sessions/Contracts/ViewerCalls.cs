using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>See <see cref="JoinRequest"/>.</summary>
/// <param name="Gateway">The gateway that holds the connection.</param>
/// <param name="User">Who is signed in; null for a guest.</param>
/// <param name="GuestName">A guest's chosen name; null when none was given.</param>
/// <param name="LinkSecret">The link secret held, if any.</param>
/// <param name="Participant">Id: the caller's own when it comes back, else a new random one from the gateway.</param>
/// <param name="Secret">What the participant comes back with; from the gateway, like the id.</param>
/// <param name="Connection">Names this connection of the participant, in any gateway; the one that joined last stands.</param>
/// <param name="Rejoin">Whether it says to come back.</param>
/// <param name="Address">The IP address that it comes from.</param>
/// <param name="At">When this connection joined, UTC, by the gateway's clock; null where it does not say.</param>
/// <param name="Shown">What it showed last, where it is announced again; null: nothing.</param>
/// <param name="Columns">Of its own terminal, where it is announced again; 0: it told none.</param>
/// <param name="Rows">As <paramref name="Columns"/>.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.join")]
public sealed record JoinCall(
    [property: Id(0)] string Gateway,
    [property: Id(1)] UserIdentity? User,
    [property: Id(2)] string? GuestName,
    [property: Id(3)] string? LinkSecret,
    [property: Id(4)] string Participant,
    [property: Id(5)] string Secret,
    [property: Id(6)] string Connection,
    [property: Id(7)] bool Rejoin,
    [property: Id(8)] string? Address = null,
    [property: Id(9)] DateTimeOffset? At = null,
    [property: Id(10)] PresenceValue? Shown = null,
    [property: Id(11)] int Columns = 0,
    [property: Id(12)] int Rows = 0);

/// <summary>Answer to <see cref="JoinCall"/>: refused, or the rest. See <see cref="Joined"/>.</summary>
/// <param name="RosterVersion">The roster from this version on says what became of this connection.</param>
/// <param name="IsUnknown">There is no such session, which nobody outside is told.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.join-answer")]
public sealed record JoinAnswer(
    [property: Id(0)] RefusalValue? Refused,
    [property: Id(1)] Role Role,
    [property: Id(2)] string Title,
    [property: Id(3)] long TypedThrough,
    [property: Id(4)] long RosterVersion,
    [property: Id(5)] bool IsUnknown = false)
{
    /// <summary>An answer that only refuses.</summary>
    public static JoinAnswer Refuse(RefusalValue refusal) => new(refusal, Role.None, "", 0, 0);
}

/// <summary>A participant's connection is gone.</summary>
/// <param name="Participant">Its id.</param>
/// <param name="Connection">The connection that is gone; ignored when a newer one stands.</param>
/// <param name="ForGood">It left by itself; else it is away and may come back.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.leave")]
public sealed record LeaveCall([property: Id(0)] string Participant, [property: Id(1)] string Connection, [property: Id(2)] bool ForGood);

/// <summary>Opens a gateway's watch.</summary>
/// <param name="Gateway">Names the gateway: participants that joined through it belong to this watch.</param>
/// <param name="Participants">The gateway's own participants, announced again (a grain that moved knows nobody).</param>
/// <param name="After">Frames behind this sequence; null: from the newest of this moment.</param>
/// <param name="Epoch">Epoch of the frame at <paramref name="After"/>, when the caller has seen it; else null.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.watch")]
public sealed record WatchCall(
    [property: Id(0)] string Gateway,
    [property: Id(1)] JoinCall[] Participants,
    [property: Id(2)] long? After,
    [property: Id(3)] long? Epoch);

/// <summary>See <see cref="TypeRequest"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.type")]
public sealed record TypeCall(
    [property: Id(0)] string Participant,
    [property: Id(1)] string Connection,
    [property: Id(2)] long Number,
    [property: Id(3)] ReadOnlyMemory<byte> Bytes,
    [property: Id(4)] long? Oldest = null,
    [property: Id(5)] long? Epoch = null);

/// <summary>See <see cref="TypeReply"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.input-answer")]
public sealed record InputAnswer([property: Id(0)] RefusalValue? Refused, [property: Id(1)] long Written = 0, [property: Id(2)] long Epoch = 0);

/// <summary>See <see cref="ResizeRequest"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.resize")]
public sealed record ResizeCall(
    [property: Id(0)] string Participant,
    [property: Id(1)] string Connection,
    [property: Id(2)] int Columns,
    [property: Id(3)] int Rows);

/// <summary>Reads frames behind a sequence.</summary>
/// <param name="After">Frames behind this one.</param>
/// <param name="MaxBytes">About how many encoded bytes, at most 1 MiB.</param>
/// <param name="DurableOnly">Leave out what is not yet durable.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.read")]
public sealed record ReadCall([property: Id(0)] long After, [property: Id(1)] int MaxBytes, [property: Id(2)] bool DurableOnly);

/// <summary>Frames in order; empty when there is none behind the sequence asked for.</summary>
/// <param name="Runs">The frames.</param>
/// <param name="Oldest">Sequence of the oldest frame that can be had.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.frame-page")]
public sealed record FramePage([property: Id(0)] RunValue[] Runs, [property: Id(1)] long Oldest);

/// <summary>Block rows in order.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.block-page")]
public sealed record BlockPage([property: Id(0)] BlockValue[] Blocks);

/// <summary>See <see cref="Block"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.block")]
public sealed record BlockValue(
    [property: Id(0)] int Number,
    [property: Id(1)] string? Command,
    [property: Id(2)] string? Directory,
    [property: Id(3)] long FirstSequence,
    [property: Id(4)] long? LastSequence,
    [property: Id(5)] long StartedAt,
    [property: Id(6)] long? EndedAt,
    [property: Id(7)] int? ExitCode,
    [property: Id(8)] string? RanByName = null,
    [property: Id(9)] string? RanByEmail = null)
{
    /// <summary>As it goes over the wire.</summary>
    public Block ToWire() => new(Number, Command, Directory, FirstSequence, LastSequence, StartedAt, EndedAt, ExitCode, RanByName is null ? null : new Person(RanByName, RanByEmail));

    /// <summary>From a row of the log.</summary>
    public static BlockValue Of(BlockRow block) =>
        new(block.Number, block.Command, block.Directory, block.FirstSequence, block.LastSequence, block.StartedAt, block.EndedAt, block.ExitCode, block.RanBy?.Name, block.RanBy?.Email);
}

/// <summary>A session to one who asks from outside: see <see cref="MySession"/> and <see cref="InvitedSession"/>.</summary>
/// <param name="Sharer">Whose terminal it is.</param>
/// <param name="Role">What the one who asks may do in it.</param>
/// <param name="LinkSecret">For the sharer; else empty.</param>
/// <param name="Ended">How it ended; null while it lives.</param>
/// <param name="KeptUntil">When the history will be deleted; null while it lives.</param>
/// <param name="Requests">For the sharer: who asks for a role; else empty.</param>
/// <param name="Notice">For the sharer: what everyone in it is told; else null.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.description")]
public sealed record SessionDescription(
    [property: Id(0)] string Title,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] SharerState SharerState,
    [property: Id(3)] int Participants,
    [property: Id(4)] int Editors,
    [property: Id(5)] long Bytes,
    [property: Id(6)] string LinkSecret,
    [property: Id(7)] UserIdentity Sharer,
    [property: Id(8)] Role Role,
    [property: Id(9)] EndedValue? Ended,
    [property: Id(10)] DateTimeOffset? EndedAt,
    [property: Id(11)] DateTimeOffset? KeptUntil,
    [property: Id(12)] RequestValue[] Requests,
    [property: Id(13)] NoticeValue? Notice);

/// <summary>See <see cref="AskedRole"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.request")]
public sealed record RequestValue(
    [property: Id(0)] string Participant,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Email,
    [property: Id(3)] Role Role)
{
    /// <summary>As it goes over the wire.</summary>
    public AskedRole ToWire() => new(Participant, new Person(Name, Email), Role);
}

/// <summary>Who has access to a session. See <see cref="PersonInSession"/>.</summary>
/// <param name="Refused">Null, or why nothing is told.</param>
/// <param name="Roster">Who is there.</param>
/// <param name="StartedAt">When the session was first shared, UTC.</param>
/// <param name="Invited">For those who may see rules: the rules on addresses; else empty.</param>
/// <param name="Came">Which of these addresses were ever there.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.people-answer")]
public sealed record PeopleAnswer(
    [property: Id(0)] RefusalValue? Refused,
    [property: Id(1)] RosterValue? Roster,
    [property: Id(2)] DateTimeOffset StartedAt,
    [property: Id(3)] EmailRuleValue[] Invited,
    [property: Id(4)] string[] Came)
{
    /// <summary>An answer that only refuses.</summary>
    public static PeopleAnswer Refuse(RefusalValue refusal) => new(refusal, null, default, [], []);

    /// <summary>As it goes over the wire.</summary>
    public IReadOnlyList<PersonInSession> ToWire() => People.Of(
        Roster!.ToWire(),
        [.. Invited.Select(rule => new InvitedAddress(rule.Email, rule.Role, rule.Until, Came.Contains(rule.Email, StringComparer.OrdinalIgnoreCase)))],
        StartedAt);
}
