using System.Diagnostics;

namespace SessionShare.Grains.Telemetry;

/// <summary>
/// Spans of what a person waits for: share, join, resume, grant at a gateway, what the session does for it beneath, and failover where a session comes to life again on another silo. Source
/// <c>SessionShare</c>; none a frame. A span names its session and no person.
/// </summary>
public static class Tracing
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "SessionShare";

    private const string SessionTag = "session";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A gateway answers somebody.</summary>
    public static Activity? Asked(string verb, string session) => Begin(verb, ActivityKind.Server, session);

    /// <summary>The session's own part of it.</summary>
    public static Activity? Inside(string verb, string session) => Begin($"session {verb}", ActivityKind.Internal, session);

    /// <summary>What came of it: the reason of a refusal is an attribute, and only a fault of ours is an error.</summary>
    public static void Ends(this Activity? span, Protocol.Reason? refused)
    {
        span?.SetTag("reason", ReasonNames.Of(refused));
        if (refused is Protocol.Reason.ServerFault or Protocol.Reason.ClusterUnreachable)
            span?.SetStatus(ActivityStatusCode.Error);
    }

    private static Activity? Begin(string name, ActivityKind kind, string session) => Source.StartActivity(name, kind)?.SetTag(SessionTag, session);
}
