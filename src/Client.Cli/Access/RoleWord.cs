using SessionShare.Protocol;

namespace SessionShare.Cli.Access;

/// <summary>A role in a list.</summary>
internal static class RoleWord
{
    public static string Of(Role role) => role.ToString().ToLowerInvariant();
}
