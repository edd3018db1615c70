using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What a change of access does. See <see cref="AccessChange"/>.</summary>
public enum AccessVerb
{
    /// <summary>Lets an address in, or changes its rule.</summary>
    Allow = 0,

    /// <summary>Sets the team's rule.</summary>
    Team = 1,

    /// <summary>Sets the link's rule and renews its secret.</summary>
    Link = 2,

    /// <summary>Takes edit from an address or a guest.</summary>
    Revoke = 3,

    /// <summary>Takes edit from everyone but the sharer.</summary>
    RevokeAll = 4,

    /// <summary>Ends an address's or a guest's access.</summary>
    Remove = 5,

    /// <summary>Gives a participant a role.</summary>
    Grant = 6,

    /// <summary>Answers a request with no.</summary>
    Refuse = 7,
}

/// <summary>One change of a session's rules.</summary>
/// <param name="User">Who changes.</param>
/// <param name="Verb">What.</param>
/// <param name="Email">Whose address; null where it names none.</param>
/// <param name="Participant">Which participant; null where it names none.</param>
/// <param name="Role">The role to give; <see cref="Role.None"/> where it gives none.</param>
/// <param name="Until">When it ends, UTC; null: not by itself.</param>
/// <param name="Address">The IP address that it was asked from.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.access-call")]
public sealed record AccessCall(
    [property: Id(0)] UserIdentity User,
    [property: Id(1)] AccessVerb Verb,
    [property: Id(2)] string? Email = null,
    [property: Id(3)] string? Participant = null,
    [property: Id(4)] Role Role = Role.None,
    [property: Id(5)] DateTimeOffset? Until = null,
    [property: Id(6)] string? Address = null);

/// <summary>Answer to <see cref="AccessCall"/>: refused, or the rules of now.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.access-answer")]
public sealed record AccessAnswer([property: Id(0)] RefusalValue? Refused, [property: Id(1)] AccessValue? Access)
{
    /// <summary>An answer that only refuses.</summary>
    public static AccessAnswer Refuse(RefusalValue refusal) => new(refusal, null);
}

/// <summary>See <see cref="Access"/>.</summary>
/// <param name="Allow">Rules on addresses.</param>
/// <param name="Team">The team's rule.</param>
/// <param name="TeamName">The sharer's team; null where there is none.</param>
/// <param name="Link">The link's rule.</param>
/// <param name="LinkSecret">The link's secret.</param>
/// <param name="Ceilings">Who was revoked or removed.</param>
/// <param name="Policy">What the organization forbids; null: nothing.</param>
/// <param name="Asking">Who asks to be let in; null: nobody.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.access")]
public sealed record AccessValue(
    [property: Id(0)] EmailRuleValue[] Allow,
    [property: Id(1)] RoleRuleValue Team,
    [property: Id(2)] string? TeamName,
    [property: Id(3)] RoleRuleValue Link,
    [property: Id(4)] string LinkSecret,
    [property: Id(5)] EmailRuleValue[] Ceilings,
    [property: Id(6)] PolicyValue? Policy = null,
    [property: Id(7)] RequestValue[]? Asking = null);

/// <summary>A participant asks for a role, takes that back (<see cref="Role.None"/>), or gives its own back (<see cref="Role.View"/>).</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.role-call")]
public sealed record RoleCall([property: Id(0)] string Participant, [property: Id(1)] string Connection, [property: Id(2)] Role Role);
