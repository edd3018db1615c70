using System.Security.Cryptography;
using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// The rules of a session: which role who has, and how rules change. The effective role is the highest of
/// <code>
/// the sharer's own devices        Edit
/// every rule on the address       its role, until its end
/// the team rule, for the team     its role, until its end, never above the person's ceiling
/// the link rule, for its holders  likewise
/// </code>
/// A ceiling is set by revoking (View) and removing (None), and lifted by inviting again.
/// What is a guest's own (<see cref="Participants.Entry.Own"/>) stands in place of the link rule's role, as long as the link rule lets the guest in at all.
/// Ends are taken out by <see cref="TakeEnded"/>: nothing else here looks at a clock.
/// </summary>
internal static class AccessRules
{
    /// <summary>The role of a person (null: a guest).</summary>
    /// <param name="holdsLink">Whether the person holds the link's secret of now.</param>
    /// <param name="own">What was granted to or taken from this guest.</param>
    public static Role RoleOf(SessionState session, UserIdentity? user, bool holdsLink, RoleRuleValue? own = null)
    {
        var byLink = holdsLink ? session.LinkRole : Role.None;
        if (user is null)
            return byLink == Role.None ? Role.None : own?.Role ?? byLink;
        if (IsOwner(session, user))
            return Higher(Higher(Role.Edit, byLink), ByEmail(session, user.Email));

        var byGroup = Higher(byLink, IsOfTeam(session, user) ? session.TeamRole : Role.None);
        return Higher(ByEmail(session, user.Email), Lower(byGroup, CeilingOf(session, user.Email)));
    }

    /// <summary>Whether <paramref name="secret"/> is the link's.</summary>
    public static bool HoldsLink(SessionState session, string? secret) =>
        secret is not null && session.LinkSecret.Length > 0 && SameSecret(session.LinkSecret, secret);

    /// <summary>Whether that is the sharer, as a person.</summary>
    public static bool IsOwner(SessionState session, UserIdentity? user) => user is not null && user.User == session.Owner?.User;

    /// <summary>Whether the address is the sharer's.</summary>
    public static bool IsOwner(SessionState session, string? email) => email is not null && Same(email, session.Owner?.Email);

    /// <summary>Whether the address was removed, and not allowed again.</summary>
    public static bool IsRemoved(SessionState session, string? email) => email is not null && CeilingOf(session, email) == Role.None;

    /// <summary>Whether anyone but the sharer may edit by rule.</summary>
    public static bool LetsOthersEdit(SessionState session) =>
        session.LinkRole >= Role.Edit || session.TeamRole >= Role.Edit || session.Allow.Exists(rule => rule.Role >= Role.Edit && !IsOwner(session, rule.Email));

    /// <summary>When the first rule ends; null when none does.</summary>
    public static DateTimeOffset? FirstEnd(SessionState session) =>
        new[] { session.LinkUntil, session.TeamUntil, session.Allow.Min(rule => rule.Until) }.Min();

    /// <summary>Takes out the rules that have ended; true when one had.</summary>
    public static bool TakeEnded(SessionState session, DateTimeOffset now)
    {
        if (!(FirstEnd(session) <= now))
            return false;
        if (session.LinkUntil <= now)
            (session.LinkRole, session.LinkUntil) = (Role.None, null);
        if (session.TeamUntil <= now)
            (session.TeamRole, session.TeamUntil) = (Role.None, null);
        session.Allow = [.. session.Allow.Where(rule => !(rule.Until <= now))];
        return true;
    }

    /// <summary>One rule for the address, in place of all that there were, and no ceiling.</summary>
    public static void Allow(SessionState session, string email, Role role, DateTimeOffset? until)
    {
        session.Allow = [.. session.Allow.Where(rule => !Same(rule.Email, email)), new EmailRuleValue(email, role, until)];
        LiftCeiling(session, email);
    }

    /// <summary>A rule for the address; for a time it stands beside a lasting lower one, which counts again when the time is over. A ceiling stays.</summary>
    public static void Grant(SessionState session, string email, Role role, DateTimeOffset? until) =>
        session.Allow =
        [
            .. session.Allow.Where(rule => !Same(rule.Email, email) || (until is not null && rule.Until is null && rule.Role < role)),
            new EmailRuleValue(email, role, until),
        ];

    /// <summary>The address may view at most, by whatever rule.</summary>
    public static void Revoke(SessionState session, string email)
    {
        session.Allow = [.. session.Allow.Select(rule => Same(rule.Email, email) ? AtMostView(rule) : rule).Distinct()];
        SetCeiling(session, email, Role.View);
    }

    /// <summary>No rule lets the address in.</summary>
    public static void Remove(SessionState session, string email)
    {
        session.Allow = [.. session.Allow.Where(rule => !Same(rule.Email, email))];
        SetCeiling(session, email, Role.None);
    }

    /// <summary>Nothing names the address.</summary>
    public static void Forget(SessionState session, string email)
    {
        session.Allow = [.. session.Allow.Where(rule => !Same(rule.Email, email))];
        LiftCeiling(session, email);
    }

    /// <summary>Every rule that lets others edit lets them view: at idleness, and when the sharer takes it from all.</summary>
    public static void RevokeAll(SessionState session)
    {
        session.LinkRole = Lower(session.LinkRole, Role.View);
        session.TeamRole = Lower(session.TeamRole, Role.View);
        session.Allow = [.. session.Allow.Select(rule => IsOwner(session, rule.Email) ? rule : AtMostView(rule)).Distinct()];
    }

    /// <summary>The team's rule; <see cref="Role.None"/>: off.</summary>
    public static void SetTeam(SessionState session, Role role, DateTimeOffset? until) =>
        (session.TeamRole, session.TeamUntil) = (role, role == Role.None ? null : until);

    /// <summary>The link's rule, with a secret of its own: nobody holds the link from before any more.</summary>
    public static void SetLink(SessionState session, Role role, DateTimeOffset? until, string secret) =>
        (session.LinkRole, session.LinkUntil, session.LinkSecret) = (role, role == Role.None ? null : until, secret);

    /// <summary>Compares two secrets without telling by its time how much of them is equal.</summary>
    public static bool SameSecret(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    /// <summary>Addresses are compared without regard to case.</summary>
    public static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>What the rules on an address allow.</summary>
    public static Role ByEmail(SessionState session, string email)
    {
        var role = Role.None;
        foreach (var rule in session.Allow)
        {
            if (Same(rule.Email, email))
                role = Higher(role, rule.Role);
        }

        return role;
    }

    private static bool IsOfTeam(SessionState session, UserIdentity user) => user.Team is { Length: > 0 } team && team == session.Owner?.Team;

    private static Role CeilingOf(SessionState session, string email)
    {
        foreach (var ceiling in session.Ceilings)
        {
            if (Same(ceiling.Email, email))
                return ceiling.Role;
        }

        return Role.Manage;
    }

    private static void SetCeiling(SessionState session, string email, Role role)
    {
        LiftCeiling(session, email);
        session.Ceilings.Add(new EmailRuleValue(email, role));
    }

    private static void LiftCeiling(SessionState session, string email) => session.Ceilings.RemoveAll(ceiling => Same(ceiling.Email, email));

    private static EmailRuleValue AtMostView(EmailRuleValue rule) => rule with { Role = Lower(rule.Role, Role.View) };

    private static Role Higher(Role one, Role other) => one > other ? one : other;

    private static Role Lower(Role one, Role other) => one < other ? one : other;
}
