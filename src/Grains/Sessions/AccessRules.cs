using System.Security.Cryptography;
using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>Who may do what in a session. The effective role is the highest that applies.</summary>
internal static class AccessRules
{
    /// <summary>The role of a person (null: a guest) who holds <paramref name="linkSecret"/> (null: none).</summary>
    public static Role RoleOf(SessionState session, UserIdentity? user, string? linkSecret)
    {
        var role = HoldsLink(session, linkSecret) ? session.LinkRole : Role.None;
        if (user is null)
            return role;
        if (user.User == session.Owner?.User)
            role = Higher(role, Role.Edit);

        foreach (var rule in session.Allow)
        {
            if (string.Equals(rule.Email, user.Email, StringComparison.OrdinalIgnoreCase))
                role = Higher(role, rule.Role);
        }

        return role;
    }

    /// <summary>Compares two secrets without telling by its time how much of them is equal.</summary>
    public static bool SameSecret(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private static bool HoldsLink(SessionState session, string? secret) =>
        secret is not null && session.LinkSecret.Length > 0 && SameSecret(session.LinkSecret, secret);

    private static Role Higher(Role one, Role other) => one > other ? one : other;
}
