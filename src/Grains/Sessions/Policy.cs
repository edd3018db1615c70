using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// An organization's policy: what rules there may be, and whom rules let in. It stands above <see cref="AccessRules"/>: what it does not allow can't be said, and what was said before it
/// counts no more. No clock; every refusal names the setting.
/// <code>
/// sharing off       no share; sessions that live end
/// links off         the link's rule lets nobody in, and can't be set
/// guests off        who has not signed in does not come in by the link's rule
/// domains           people of others don't share, are not let in by whatever rule, and can't be named in one
/// longest grant     a rule without an end gets that one; one that would last longer can't be said
/// longest session   a session ends then
/// </code>
/// </summary>
internal sealed class Policy(PolicyOptions options)
{
    private readonly string[] _domains = options.DomainList();

    /// <summary>Nothing is forbidden.</summary>
    public static Policy None { get; } = new(new PolicyOptions());

    /// <summary>Why this person may share nothing; null: may.</summary>
    public RefusalValue? RefuseSharer(UserIdentity user) => !options.Sharing ? SharingIsOff() : RefuseAddress(user.Email);

    /// <summary>Why a session may not begin with these rules; null: it may.</summary>
    public RefusalValue? RefuseShare(ShareCall call, DateTimeOffset now) =>
        RefuseSharer(call.User)
        ?? call.Allow.Select(rule => RefuseAddress(rule.Email) ?? RefuseEnd(rule.Until, now)).FirstOrDefault(refusal => refusal is not null)
        ?? RefuseLink(call.Link)
        ?? RefuseEnd(call.LinkUntil, now)
        ?? RefuseEnd(call.TeamUntil, now);

    /// <summary>Why a change of the rules may not be; null: it may.</summary>
    public RefusalValue? RefuseChange(AccessCall call, DateTimeOffset now) => call.Verb switch
    {
        AccessVerb.Allow => (call.Email is { } email ? RefuseAddress(email) : null) ?? RefuseEnd(call.Until, now),
        AccessVerb.Link => RefuseLink(call.Role) ?? RefuseEnd(call.Until, now),
        AccessVerb.Team or AccessVerb.Grant => RefuseEnd(call.Until, now),
        _ => null,
    };

    /// <summary>The end of a rule: where it was given none, the latest.</summary>
    public DateTimeOffset? EndOf(DateTimeOffset? asked, DateTimeOffset now) => asked ?? Latest(now);

    /// <summary>A share with the ends that its rules then have.</summary>
    public ShareCall WithEnds(ShareCall call, DateTimeOffset now) => call with
    {
        Allow = [.. call.Allow.Select(rule => rule with { Until = EndOf(rule.Until, now) })],
        LinkUntil = call.Link == Role.None ? call.LinkUntil : EndOf(call.LinkUntil, now),
        TeamUntil = call.Team == Role.None ? call.TeamUntil : EndOf(call.TeamUntil, now),
    };

    /// <summary>The role that the rules give, as far as they count.</summary>
    public Role RoleOf(SessionState session, UserIdentity? user, bool holdsLink, RoleRuleValue? own = null) =>
        Admits(session, user) ? AccessRules.RoleOf(session, user, holdsLink && options.Links, own) : Role.None;

    /// <summary>Why somebody whom the rules would let in does not come in; null: the rules don't either, or the policy does not mind.</summary>
    public RefusalValue? RefuseJoin(SessionState session, UserIdentity? user, bool holdsLink)
    {
        if (AccessRules.RoleOf(session, user, holdsLink) == Role.None || RoleOf(session, user, holdsLink) > Role.None)
            return null;
        return Admits(session, user) ? LinksAreOff() : user is null ? GuestsAreOff() : RefuseAddress(user.Email);
    }

    /// <summary>Takes rules out that are beyond it, and answers them; what is answered has no end that matters.</summary>
    public IReadOnlyList<(string? Email, string? Of, Role Role)> Restrict(SessionState session, DateTimeOffset now)
    {
        var beyond = session.Allow.Where(rule => !IsOfDomain(rule.Email) || IsBeyond(rule.Until, now)).ToArray();
        var taken = beyond.Select(rule => ((string?)rule.Email, (string?)null, rule.Role)).ToList();
        session.Allow = [.. session.Allow.Except(beyond)];
        if (session.LinkRole != Role.None && (!options.Links || IsBeyond(session.LinkUntil, now)))
        {
            taken.Add((null, "link", session.LinkRole));
            (session.LinkRole, session.LinkUntil) = (Role.None, null);
        }

        if (session.TeamRole != Role.None && IsBeyond(session.TeamUntil, now))
        {
            taken.Add((null, "team", session.TeamRole));
            (session.TeamRole, session.TeamUntil) = (Role.None, null);
        }

        return taken;
    }

    /// <summary>Whether a role that ends then may be; null: without an end.</summary>
    public bool IsBeyond(DateTimeOffset? until, DateTimeOffset now) => Latest(now) is { } latest && !(until <= latest);

    /// <summary>When a session ends by it, and why; null: not by it.</summary>
    public (DateTimeOffset At, Reason Reason)? EndOf(SessionState session) =>
        !options.Sharing ? (session.StartedAt, Reason.Policy)
        : options.LongestSession > TimeSpan.Zero ? (session.StartedAt + options.LongestSession, Reason.SessionTimeLimit)
        : null;

    /// <summary>The longest time that a session lives; zero: no limit.</summary>
    public TimeSpan LongestSession => options.LongestSession;

    /// <summary>What the reason of such an end says.</summary>
    public string TextOf(Reason reason) => reason == Reason.Policy
        ? SharingIsOff().Text
        : $"{Reasons.Of(reason).Text} It is {TextOf(options.LongestSession)} ({PolicyOptions.Section}:{nameof(PolicyOptions.LongestSession)}).";

    /// <summary>As people are told; null: nothing is forbidden.</summary>
    public PolicyValue? ToValue()
    {
        var isNone = options is { Sharing: true, Links: true, Guests: true } && _domains.Length == 0 && options.LongestGrant == TimeSpan.Zero && options.LongestSession == TimeSpan.Zero;
        return isNone ? null : new PolicyValue(options.Sharing, options.Links, options.Guests, [.. _domains], options.LongestGrant, options.LongestSession);
    }

    private RefusalValue? RefuseLink(Role role) => role != Role.None && !options.Links ? LinksAreOff() : null;

    private RefusalValue? RefuseAddress(string email) =>
        IsOfDomain(email) ? null : Refuse($"Only people of {string.Join(", ", _domains)} share and come in ({PolicyOptions.Section}:{nameof(PolicyOptions.Domains)}); {email} is not.");

    private RefusalValue? RefuseEnd(DateTimeOffset? until, DateTimeOffset now) =>
        until is not null && IsBeyond(until, now) ? Refuse($"A rule may count for at most {TextOf(options.LongestGrant)} ({PolicyOptions.Section}:{nameof(PolicyOptions.LongestGrant)}); one that is given without an end ends then.") : null;

    private bool Admits(SessionState session, UserIdentity? user) => user is null ? options.Guests : AccessRules.IsOwner(session, user) || IsOfDomain(user.Email);

    private bool IsOfDomain(string email) =>
        _domains.Length == 0 || Array.Exists(_domains, domain => email.EndsWith($"@{domain}", StringComparison.OrdinalIgnoreCase));

    private DateTimeOffset? Latest(DateTimeOffset now) => options.LongestGrant == TimeSpan.Zero ? null : now + options.LongestGrant;

    private static RefusalValue SharingIsOff() => Refuse($"Sharing is off ({PolicyOptions.Section}:{nameof(PolicyOptions.Sharing)}).");

    private static RefusalValue LinksAreOff() => Refuse($"Links let nobody in ({PolicyOptions.Section}:{nameof(PolicyOptions.Links)}); invite people by address.");

    private static RefusalValue GuestsAreOff() => Refuse($"Nobody comes in without signing in ({PolicyOptions.Section}:{nameof(PolicyOptions.Guests)}).");

    private static RefusalValue Refuse(string detail) => RefusalValue.Of(Reason.Policy, detail);

    private static string TextOf(TimeSpan time) => time.TotalHours >= 48 ? $"{time.TotalDays:0.#} days" : time.TotalHours >= 1 ? $"{time.TotalHours:0.#} h" : $"{time.TotalMinutes:0.#} min";
}
