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

    /// <summary>Whether anyone but the sharer may edit by rule.</summary>
    public static bool LetsOthersEdit(SessionState session) =>
        session.LinkRole >= Role.Edit || session.Allow.Exists(rule => rule.Role >= Role.Edit && !IsOwner(session, rule));

    /// <summary>Every rule that lets others edit lets them view.</summary>
    public static void LapseEdit(SessionState session)
    {
        session.LinkRole = session.LinkRole > Role.View ? Role.View : session.LinkRole;
        session.Allow = [.. session.Allow.Select(rule => rule.Role > Role.View && !IsOwner(session, rule) ? rule with { Role = Role.View } : rule)];
    }

    /// <summary>Compares two secrets without telling by its time how much of them is equal.</summary>
    public static bool SameSecret(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private static bool HoldsLink(SessionState session, string? secret) =>
        secret is not null && session.LinkSecret.Length > 0 && SameSecret(session.LinkSecret, secret);

    private static bool IsOwner(SessionState session, EmailRuleValue rule) =>
        string.Equals(rule.Email, session.Owner?.Email, StringComparison.OrdinalIgnoreCase);

    private static Role Higher(Role one, Role other) => one > other ? one : other;
}
