using SessionShare.Protocol;

namespace SessionShare.Gateway;

/// <summary>What is said of a hub call whose JSON can be read and which still says nothing.</summary>
internal static class Malformed
{
    /// <summary>The argument is <c>null</c>.</summary>
    public static Refusal Missing() => Refusal.Of(Reason.InvalidRequest, "The request itself is null.");
}
