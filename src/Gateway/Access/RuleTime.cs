using SessionShare.Protocol;

namespace SessionShare.Gateway.Access;

/// <summary>How long rules count: said in seconds, since clocks differ, and kept as the moment of their end.</summary>
internal static class RuleTime
{
    /// <summary>Ten years.</summary>
    public const long MostSeconds = 10L * 366 * 86_400;

    /// <summary>Whether a rule may count for so long.</summary>
    public static bool IsRight(long? seconds) => seconds is null or (>= 1 and <= MostSeconds);

    /// <summary>When it ends; null: not by itself.</summary>
    public static DateTimeOffset? Until(DateTimeOffset now, long? seconds) => seconds is { } given ? now.AddSeconds(given) : null;

    /// <summary>What is wrong otherwise.</summary>
    public static Refusal Fault() => Refusal.Of(Reason.InvalidRequest, $"A rule ends after 1 to {MostSeconds} seconds, or has no end.");
}
