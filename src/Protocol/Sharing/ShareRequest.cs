namespace SessionShare.Protocol;

/// <summary>A sharer's client begins, or comes back.</summary>
/// <param name="Version"><see cref="WireLimits.ProtocolVersion"/>.</param>
/// <param name="Session">Id chosen by the client. Unknown to the server: a new session. Known: it must be this person's.</param>
/// <param name="Epoch">Null takes the next epoch (a new process). A number comes back under it: the same process, a new attachment.</param>
/// <param name="Title">At most <see cref="WireLimits.TitleLength"/> characters; used when the session is new.</param>
/// <param name="Size">The terminal's size at the start; used when the session is new.</param>
/// <param name="Allow">People let in; used when the session is new.</param>
/// <param name="Link">Role of anyone with the link; <see cref="Role.None"/> for nobody; used when the session is new.</param>
/// <param name="KeepSeconds">How long the history stands behind the session's end, in seconds; null or 0: only for those who read it out. Used when the session is new.</param>
/// <param name="Idle">What happens when nothing does; null: as the server has it. Used when the session is new.</param>
/// <param name="Resume">Only go on with a session that is there: one that is unknown is refused instead of begun.</param>
/// <param name="Team">Role of the sharer's team; used when the session is new.</param>
/// <param name="TeamForSeconds">After how many seconds the team's rule ends; null: not by itself.</param>
/// <param name="LinkForSeconds">After how many seconds the link's rule ends; null: not by itself.</param>
/// <param name="Process">Names the client's process, as 128 random bits in base 62; null: it has no name, and an asking of it that arrives late may take the session from it.</param>
/// <param name="Attempt">Grows with every asking of that process: one that arrives behind a later one changes nothing.</param>
/// <param name="Approves">The sharer agrees to each run, and others' keys reach only a program that the sharer releases: told to everyone.</param>
public sealed record ShareRequest(
    int Version,
    SessionId Session,
    long? Epoch,
    string Title,
    TerminalSize Size,
    IReadOnlyList<EmailRule> Allow,
    Role Link,
    long? KeepSeconds = null,
    IdleRule? Idle = null,
    bool Resume = false,
    Role Team = Role.None,
    long? TeamForSeconds = null,
    long? LinkForSeconds = null,
    string? Process = null,
    long Attempt = 0,
    bool Approves = false);

/// <summary>What happens in a session in which nothing does: nobody types, and nothing is output.</summary>
/// <param name="EditSeconds">Seconds until the others' right to edit lapses; 0: never; null: as the server has it.</param>
/// <param name="EndSeconds">Seconds until the session ends; 0: never; null: as the server has it.</param>
public sealed record IdleRule(long? EditSeconds, long? EndSeconds);

/// <summary>Answer to <see cref="ShareRequest"/>: either <paramref name="Refused"/> or <paramref name="Shared"/>.</summary>
public sealed record ShareReply(Refusal? Refused, Shared? Shared);

/// <summary>The session as the sharer's client goes on with it.</summary>
/// <param name="Epoch">To be sent in every append.</param>
/// <param name="Attachment">To be sent in every append.</param>
/// <param name="Next">Sequence of the first frame to send: the durable end + 1.</param>
/// <param name="Link">The link to hand out, with the link secret.</param>
/// <param name="Limits">What the server allows this session.</param>
/// <param name="Roster">Who is here.</param>
/// <param name="StartedAt">When the session was first shared, UTC: frames carry microseconds since then.</param>
/// <param name="NextBlock">The lowest number that a new block may have.</param>
public sealed record Shared(
    long Epoch, long Attachment, long Next, string Link, SessionLimits Limits, Roster Roster, DateTimeOffset StartedAt, int NextBlock);

/// <summary>A server's limits for one session, for clients to say before they are reached.</summary>
/// <param name="SessionBytes">Payload bytes the session's log may hold.</param>
/// <param name="UserDayBytes">Payload bytes the sharer may share per UTC day, all sessions together.</param>
/// <param name="Participants">Participants beside the sharer.</param>
/// <param name="Shares">Shares that the sharer's plan allows in all; null: unlimited.</param>
/// <param name="GraceSeconds">How long a session waits for a sharer that lost its connection.</param>
/// <param name="Rolls">When the log is full its oldest blocks leave it, and the session lives on; else it ends there.</param>
public sealed record SessionLimits(long SessionBytes, long UserDayBytes, int Participants, int? Shares, int GraceSeconds, bool Rolls = false);
