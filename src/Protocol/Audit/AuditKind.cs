using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>What an entry of the audit tells. docs/protocol.md, section 8, says who <c>actor</c> and <c>whom</c> are in each.</summary>
[JsonConverter(typeof(CamelCaseEnum<AuditKind>))]
public enum AuditKind
{
    /// <summary>Somebody signed in at this server.</summary>
    SignedIn = 0,

    /// <summary>A sign-in, or a token, was refused.</summary>
    SignInRefused,

    /// <summary>The operator made an invitation to sign in.</summary>
    Invited,

    /// <summary>An operator read the audit.</summary>
    AuditRead,

    /// <summary>A session began.</summary>
    Shared,

    /// <summary>Another process of the sharer goes on with a session.</summary>
    SharedOn,

    /// <summary>A share was refused.</summary>
    ShareRefused,

    /// <summary>Somebody came in.</summary>
    Joined,

    /// <summary>Somebody was not let in.</summary>
    JoinRefused,

    /// <summary>Somebody is gone: left, did not come back, or has no access any more.</summary>
    Left,

    /// <summary>A participant asks for a role.</summary>
    RoleAsked,

    /// <summary>A participant took a request back.</summary>
    RequestCancelled,

    /// <summary>A participant got a role.</summary>
    Granted,

    /// <summary>A request was answered with no.</summary>
    RequestRefused,

    /// <summary>A participant gave its right to edit back.</summary>
    HandedBack,

    /// <summary>An address was let in, or its rule changed.</summary>
    Allowed,

    /// <summary>The team's rule was set.</summary>
    TeamRule,

    /// <summary>The link's rule was set, and its secret renewed.</summary>
    LinkRule,

    /// <summary>The right to edit was taken from one.</summary>
    Revoked,

    /// <summary>The right to edit was taken from everyone but the sharer.</summary>
    RevokedAll,

    /// <summary>One's access was ended.</summary>
    Removed,

    /// <summary>The time of a rule was over.</summary>
    RuleEnded,

    /// <summary>The others' right to edit lapsed, as nothing happened.</summary>
    EditLapsed,

    /// <summary>A participant typed, in a command or at the prompt behind it: once per person and place.</summary>
    Typed,

    /// <summary>A command ran.</summary>
    Ran,

    /// <summary>A session ended.</summary>
    Ended,

    /// <summary>The sharer deleted a session.</summary>
    Deleted,

    /// <summary>Entries were lost: the audit could not be written for too long.</summary>
    Lost,

    /// <summary>Somebody with the link and without access asks for it.</summary>
    AccessAsked,

    /// <summary>An operator looked at, or changed, something of the server's.</summary>
    Administered,
}
