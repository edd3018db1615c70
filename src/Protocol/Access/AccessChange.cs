namespace SessionShare.Protocol;

/// <summary>
/// One change of a session's access: POST api/sessions/{session}/access. Exactly one member is set. Answered with the rules of then, <see cref="Access"/>. Every
/// <c>ForSeconds</c> says after how many seconds the rule ends; null: not by itself.
/// </summary>
public sealed record AccessChange
{
    /// <summary>Lets an address in, or changes its rule.</summary>
    public EmailRule? Allow { get; init; }

    /// <summary>Sets the rule of the sharer's team.</summary>
    public RoleRule? Team { get; init; }

    /// <summary>Sets the link's rule and renews its secret: who came by the link from before is out.</summary>
    public RoleRule? Link { get; init; }

    /// <summary>Takes edit from one: view stays.</summary>
    public WhoRule? Revoke { get; init; }

    /// <summary>True: takes edit from everyone but the sharer.</summary>
    public bool? RevokeAll { get; init; }

    /// <summary>Ends one's access, until invited again.</summary>
    public WhoRule? Remove { get; init; }

    /// <summary>Gives a participant a role, whether it asked or not.</summary>
    public Grant? Grant { get; init; }

    /// <summary>Says no to what a participant asks for.</summary>
    public WhoRule? Refuse { get; init; }
}

/// <summary>A role for the team, or for the holders of the link.</summary>
/// <param name="Role"><see cref="Role.None"/>: off.</param>
/// <param name="ForSeconds">How long; null: until changed.</param>
public sealed record RoleRule(Role Role, long? ForSeconds = null);

/// <summary>Whom a change is about: one of the two.</summary>
/// <param name="Email">An address.</param>
/// <param name="Participant">A participant's id, as in the roster; the only way to name a guest.</param>
public sealed record WhoRule(string? Email = null, string? Participant = null);

/// <summary>A role for a participant: to who is signed in as a rule on the address, to a guest as long as it is here.</summary>
/// <param name="Participant">Its id, as in the roster.</param>
/// <param name="Role">The role.</param>
/// <param name="ForSeconds">How long; null: until changed. Then the role from before counts again.</param>
public sealed record Grant(string Participant, Role Role, long? ForSeconds = null);

/// <summary>The rules of a session, for the sharer and those who manage it: GET api/sessions/{session}/access.</summary>
/// <param name="Allow">Rules on addresses; one address may have a lasting one and one that ends.</param>
/// <param name="Team">The rule of the sharer's team.</param>
/// <param name="Link">The rule of the link.</param>
/// <param name="LinkUrl">The link, with its secret.</param>
/// <param name="Revoked">Whom the team's and the link's rule let view at the most.</param>
/// <param name="Removed">Whom they do not let in.</param>
/// <param name="Policy">What the organization forbids; null: nothing.</param>
/// <param name="Asking">Who asks to be let in; null: nobody.</param>
public sealed record Access(
    IReadOnlyList<StandingRule> Allow, StandingTeamRule Team, StandingRoleRule Link, string LinkUrl, IReadOnlyList<string> Revoked, IReadOnlyList<string> Removed,
    OrganizationPolicy? Policy = null, IReadOnlyList<AskedRole>? Asking = null);

/// <summary>A rule on an address.</summary>
/// <param name="Email">The address.</param>
/// <param name="Role">What it allows.</param>
/// <param name="Until">When it ends, UTC; null: not by itself.</param>
public sealed record StandingRule(string Email, Role Role, DateTimeOffset? Until);

/// <summary>A role of many.</summary>
/// <param name="Role"><see cref="Role.None"/>: off.</param>
/// <param name="Until">When it ends, UTC; null: not by itself.</param>
public sealed record StandingRoleRule(Role Role, DateTimeOffset? Until);

/// <summary>The role of the sharer's team.</summary>
/// <param name="Name">The team; null: the sharer has none.</param>
/// <param name="Role"><see cref="Role.None"/>: off.</param>
/// <param name="Until">When it ends, UTC; null: not by itself.</param>
public sealed record StandingTeamRule(string? Name, Role Role, DateTimeOffset? Until);
