using Microsoft.Extensions.Logging;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>What a viewer's session logs.</summary>
internal static partial class WatchLog
{
    [LoggerMessage(1, LogLevel.Information, "{SessionId}: joined at {Server} as participant {Participant} with role {Role}")]
    public static partial void Joined(this ILogger logger, SessionId sessionId, Uri server, string participant, Role role);

    [LoggerMessage(2, LogLevel.Information, "{SessionId}: connection lost: {Why}")]
    public static partial void ConnectionLost(this ILogger logger, SessionId sessionId, string why);

    [LoggerMessage(3, LogLevel.Information, "{SessionId}: over for this viewer: {Reason}: {Text}")]
    public static partial void Closed(this ILogger logger, SessionId sessionId, Reason reason, string text);
}
