using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>
/// Why something was refused, closed or ended. One list for every edge: hub replies, closes, HTTP, exit codes.
/// What each means to a person stands in <see cref="Reasons"/>.
/// </summary>
[JsonConverter(typeof(CamelCaseEnum<Reason>))]
public enum Reason
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>No such session, or no access to it: the two are never told apart.</summary>
    UnknownOrForbidden,

    /// <summary>The session has ended, however it did.</summary>
    SessionEnded,

    /// <summary>The shared command or shell ended.</summary>
    SharerExited,

    /// <summary>The sharer stopped sharing.</summary>
    SharerStopped,

    /// <summary>The sharer's connection was lost and did not come back within the grace time.</summary>
    SharerLost,

    /// <summary>Another sharer process took the session over.</summary>
    OwnershipLost,

    /// <summary>A sequence is too high: frames before it are missing.</summary>
    Gap,

    /// <summary>Too much is not yet saved; the same append may be sent again soon.</summary>
    Busy,

    /// <summary>A frame's payload is over the limit.</summary>
    FrameTooLarge,

    /// <summary>An append is over the limit.</summary>
    AppendTooLarge,

    /// <summary>Frames that can't be read, or of a kind that is not accepted.</summary>
    MalformedFrames,

    /// <summary>A request whose fields are missing or wrong.</summary>
    InvalidRequest,

    /// <summary>The session has reached its size limit.</summary>
    SessionSizeLimit,

    /// <summary>The sharer has reached the day's byte limit.</summary>
    DayLimit,

    /// <summary>The sharer's plan allows no further share.</summary>
    ShareCountLimit,

    /// <summary>The session has as many participants as it may have.</summary>
    ParticipantLimit,

    /// <summary>More messages a second than a connection may send.</summary>
    RateLimit,

    /// <summary>Nothing happened in the session for so long that it ended.</summary>
    Idle,

    /// <summary>Nothing happened for so long that the others' right to edit lapsed, or will.</summary>
    EditLapsed,

    /// <summary>The role does not allow this.</summary>
    RoleTooLow,

    /// <summary>The sharer is not connected just now, so nothing can be typed.</summary>
    SharerAway,

    /// <summary>The same participant connected again; this older connection is closed.</summary>
    Replaced,

    /// <summary>Signing in is needed.</summary>
    SignInRequired,

    /// <summary>The token's time is over.</summary>
    TokenExpired,

    /// <summary>The token's time has not begun: one of the two clocks is wrong.</summary>
    TokenNotYetValid,

    /// <summary>The token is not one of this server's.</summary>
    TokenInvalid,

    /// <summary>The local sign-in proof or one-time code is wrong or used up.</summary>
    SignInRefused,

    /// <summary>A page of another site asked.</summary>
    ForeignOrigin,

    /// <summary>The Host header names no address of this server.</summary>
    UnknownHost,

    /// <summary>The peer speaks another version of the protocol.</summary>
    VersionMismatch,

    /// <summary>The server is stopping or handing the session over; connect again.</summary>
    ServerStopping,

    /// <summary>This gateway is leaving, others of its cluster stay: connect to another one at once.</summary>
    GatewayLeaving,

    /// <summary>The gateway can't reach its cluster's silos just now; it goes on trying by itself.</summary>
    ClusterUnreachable,

    /// <summary>The server can't reach its storage.</summary>
    StorageUnavailable,

    /// <summary>A fault of the server's own, written to its log.</summary>
    ServerFault,

    /// <summary>The person was removed, or the rule that let them in has ended; the connection is closed.</summary>
    AccessEnded,

    /// <summary>The gateway can't reach the sign-in provider, so that it can't tell whose a token is.</summary>
    ProviderUnreachable,

    /// <summary>The organization's policy does not allow it.</summary>
    Policy,

    /// <summary>Who holds the link's secret has no access, and may ask for it.</summary>
    NoAccess,

    /// <summary>The session lived as long as the organization's policy allows.</summary>
    SessionTimeLimit,

    /// <summary>The draft has another number by now.</summary>
    DraftMoved,

    /// <summary>There is no prompt at which a draft could run just now, or none that can be told.</summary>
    CommandRunning,

    /// <summary>The sharer was asked whether a draft may run, and said no.</summary>
    RunRefused,

    /// <summary>An operator of the server ended the session.</summary>
    EndedByOperator,

    /// <summary>The sharer lets no keys of others through just now: they are asked before others run something, or have paused.</summary>
    TypingHeld,
}
