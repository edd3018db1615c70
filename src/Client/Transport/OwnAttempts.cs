using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// Nobody but this process has its participant's secret or its epoch. So who replaced a connection of it is an earlier attempt of its own, which was cut before its answer
/// came and arrived at the session late: the session goes on by connecting again.
/// </summary>
internal static class OwnAttempts
{
    /// <summary>Whether the session may go on on another connection.</summary>
    public static bool MayPass(Reason reason) => reason == Reason.Replaced || Reasons.Of(reason).Retry;
}
