using Microsoft.Extensions.Logging;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>What a sharer's session logs.</summary>
internal static partial class ShareLog
{
    [LoggerMessage(1, LogLevel.Information, "{SessionId}: shared at {Server}, epoch {Epoch}, attachment {Attachment}, from frame {Next}")]
    public static partial void Shared(this ILogger logger, SessionId sessionId, Uri server, long epoch, long attachment, long next);

    [LoggerMessage(2, LogLevel.Information, "{SessionId}: connection lost: {Why}")]
    public static partial void Lost(this ILogger logger, SessionId sessionId, string why);

    [LoggerMessage(3, LogLevel.Warning, "{SessionId}: the server misses frames that are not held any more; a new epoch begins")]
    public static partial void NewEpoch(this ILogger logger, SessionId sessionId);

    [LoggerMessage(4, LogLevel.Information, "{SessionId}: over: {Reason}: {Text}")]
    public static partial void Over(this ILogger logger, SessionId sessionId, Reason reason, string text);

    [LoggerMessage(5, LogLevel.Error, "{SessionId}: sharing failed")]
    public static partial void Failed(this ILogger logger, SessionId sessionId, Exception exception);
}
