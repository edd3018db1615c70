using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>Paths and headers of the HTTP API. Errors are a <see cref="Refusal"/> as JSON; its reason also stands in <see cref="ReasonHeader"/>.</summary>
public static class HttpApi
{
    public const string About = "api/about";
    public const string SignInChallenge = "api/sign-in/challenge";
    public const string SignInLocal = "api/sign-in/local";
    public const string Invite = "api/sign-in/invitations";
    public const string Redeem = "api/sign-in/code";
    public const string BrowserCode = "api/sign-in/browser-code";
    public const string Browser = "api/sign-in/browser";
    public const string SignInProvider = "api/sign-in/oidc";
    public const string SignInProviderCallback = "api/sign-in/oidc/callback";
    public const string SignOut = "api/sign-out";
    public const string Me = "api/me";
    public const string Sessions = "api/sessions";
    public const string Invitations = "api/invitations";
    public const string Limits = "api/limits";
    public const string Usage = "api/usage";
    public const string Audit = "api/audit";
    public const string AuditFeed = "api/audit/feed";
    public const string AdminSessions = "api/admin/sessions";
    public const string AdminDrain = "api/admin/drain";
    public const string AdminUsers = "api/admin/users";
    public const string AdminPlan = "api/admin/users/plan";
    public const string AdminForget = "api/admin/users/forget";
    public const string HealthLive = "health/live";
    public const string HealthReady = "health/ready";

    /// <summary>Header of every error answer, also of refused WebSocket handshakes: the reason, camelCase.</summary>
    public const string ReasonHeader = "SessionShare-Reason";
}

/// <summary>What a server says of itself to anyone: GET api/about.</summary>
/// <param name="Product">Always <c>SessionShare</c>.</param>
/// <param name="Version">The product's version.</param>
/// <param name="ProtocolVersion">The wire's version.</param>
/// <param name="Engine">What runs the grains, e.g. <c>InProcess</c> or <c>Orleans 10.4.2</c>.</param>
/// <param name="PublicUrl">The address that links carry.</param>
/// <param name="SignIn">How to sign in: <c>local</c>, at the server itself, or <c>oidc</c>, at <paramref name="Provider"/>.</param>
/// <param name="Provider">The OpenID Connect provider; null where there is none.</param>
public sealed record About(
    string Product, string Version, int ProtocolVersion, string Engine, string PublicUrl, string SignIn, SignInProvider? Provider = null)
{
    /// <summary>Value of <see cref="SignIn"/>: the server's own issuer.</summary>
    public const string Local = "local";

    /// <summary>Value of <see cref="SignIn"/>: an OpenID Connect provider.</summary>
    public const string Oidc = "oidc";
}

/// <summary>An OpenID Connect provider at which a server's people sign in.</summary>
/// <param name="Authority">Its issuer; its endpoints are found below it.</param>
/// <param name="ClientId">The public client to sign in as, by device flow.</param>
/// <param name="Scopes">What to ask for, separated by spaces.</param>
/// <param name="Resource">What to ask a token for (RFC 8707); null: nothing in particular.</param>
/// <param name="Bearer">Which of the tokens the server takes.</param>
public sealed record SignInProvider(string Authority, string ClientId, string Scopes, string? Resource, BearerToken Bearer);

/// <summary>Which token of a provider's is a server's bearer token.</summary>
[JsonConverter(typeof(CamelCaseEnum<BearerToken>))]
public enum BearerToken
{
    /// <summary>The access token.</summary>
    AccessToken = 0,

    /// <summary>The ID token.</summary>
    IdToken,
}

/// <summary>Answer of GET api/sign-in/challenge, only from a loopback address.</summary>
/// <param name="Nonce">To be signed within 60 s, once.</param>
/// <param name="KeyFile">Where this server keeps its key file, readable by its operating-system user only.</param>
public sealed record SignInChallenge(string Nonce, string KeyFile);

/// <summary>Body of POST api/sign-in/local: proves to be the operating-system user that runs the server.</summary>
/// <param name="Email">The address to sign in as.</param>
/// <param name="Team">The team to sign in with; null for none.</param>
/// <param name="Nonce">From the challenge.</param>
/// <param name="Proof">Base64 of HMAC-SHA256 with the key file's key over <c>nonce LF authority LF email LF team</c>, authority being the Host header.</param>
public sealed record LocalSignIn(string Email, string? Team, string Nonce, string Proof);

/// <summary>Body of POST api/sign-in/invitations: the operating-system user that runs the server invites a person.</summary>
/// <param name="Email">The address that the person will be signed in under.</param>
/// <param name="Team">The team to be signed in with; null for none.</param>
/// <param name="Days">How long the invitation stands, 1 to 90.</param>
/// <param name="Nonce">From the challenge.</param>
/// <param name="Proof">Base64 of HMAC-SHA256 with the key file's key over <c>invite LF nonce LF authority LF email LF team LF days</c>.</param>
public sealed record InvitationRequest(string Email, string? Team, int Days, string Nonce, string Proof);

/// <summary>Answer to it.</summary>
/// <param name="Code">To be sent to POST api/sign-in/code as <see cref="BrowserCode"/>; it works once.</param>
/// <param name="ExpiresAt">Until when it works, UTC.</param>
/// <param name="PublicUrl">The address that people reach the server under.</param>
public sealed record Invitation(string Code, DateTimeOffset ExpiresAt, string PublicUrl);

/// <summary>A sign-in.</summary>
/// <param name="Token">Bearer token, a JWT.</param>
/// <param name="ExpiresAt">When it ends, UTC.</param>
/// <param name="Me">Who it says.</param>
public sealed record SignedIn(string Token, DateTimeOffset ExpiresAt, Me Me);

/// <summary>Who asks: GET api/me.</summary>
/// <param name="User">The stable user id.</param>
/// <param name="Name">Display name.</param>
/// <param name="Email">Verified address.</param>
/// <param name="Team">Team; null for none.</param>
public sealed record Me(string User, string Name, string Email, string? Team);

/// <summary>Answer of POST api/sign-in/browser-code (bearer), and body of POST api/sign-in/browser, which sets the cookie.</summary>
/// <param name="Code">Valid once, for 60 s.</param>
public sealed record BrowserCode(string Code);

/// <summary>
/// One of my sessions, live or with its history kept: GET api/sessions. POST api/sessions/{session}/stop stops it; DELETE api/sessions/{session} stops it and
/// deletes its history at once.
/// </summary>
/// <param name="Session">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="StartedAt">When it was first shared, UTC.</param>
/// <param name="SharerState">Whether the sharer's client is connected.</param>
/// <param name="Participants">How many are here beside the sharer.</param>
/// <param name="Editors">How many of them may type.</param>
/// <param name="Bytes">Payload bytes in the log.</param>
/// <param name="Link">Its link, with secret.</param>
/// <param name="EndedAt">When it ended, UTC; null while it lives.</param>
/// <param name="EndReason">Why it ended; null while it lives.</param>
/// <param name="KeptUntil">When its history will be deleted, UTC; null while it lives.</param>
/// <param name="Requests">Who asks for a role; null when nobody does.</param>
/// <param name="Notice">What everyone in it is told: a limit that is near, idleness, storage; null when nothing.</param>
public sealed record MySession(
    SessionId Session,
    string Title,
    DateTimeOffset StartedAt,
    SharerState SharerState,
    int Participants,
    int Editors,
    long Bytes,
    string Link,
    DateTimeOffset? EndedAt = null,
    Reason? EndReason = null,
    DateTimeOffset? KeptUntil = null,
    IReadOnlyList<AskedRole>? Requests = null,
    Notice? Notice = null);

/// <summary>A role that is asked for, by a participant or by somebody who asks to be let in.</summary>
/// <param name="Participant">The participant's id, or what stands for it, for the answer: POST api/sessions/{session}/access.</param>
/// <param name="Person">Who it is.</param>
/// <param name="Role">What is asked for.</param>
public sealed record AskedRole(string Participant, Person Person, Role Role);

/// <summary>A session of another person's that I am invited to: GET api/invitations.</summary>
/// <param name="Session">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Sharer">Whose terminal it is.</param>
/// <param name="Role">What I may do in it.</param>
/// <param name="StartedAt">When it was first shared, UTC.</param>
/// <param name="Link">Its address; it carries no secret, and opens for whoever is signed in and invited.</param>
/// <param name="EndedAt">When it ended, UTC; null while it lives.</param>
public sealed record InvitedSession(
    SessionId Session, string Title, Person Sharer, Role Role, DateTimeOffset StartedAt, string Link, DateTimeOffset? EndedAt = null);

/// <summary>What a person has used, and what remains: GET api/usage.</summary>
/// <param name="Plan">The person's plan: <c>limited</c> or <c>unlimited</c>.</param>
/// <param name="SharesStarted">Sessions ever shared.</param>
/// <param name="SharesAllowed">Sessions that the plan allows in all; null: no limit. They are never reset.</param>
/// <param name="DayBytesUsed">Payload bytes of this UTC day that are saved, over all sessions.</param>
/// <param name="DayBytesAllowed">Payload bytes of a UTC day.</param>
/// <param name="ResetsAt">When the day's bytes begin anew, UTC.</param>
/// <param name="SessionBytes">Payload bytes that one session's log may hold.</param>
/// <param name="Support">Whom to ask for more; null when the operator says nothing.</param>
/// <param name="Policy">What the organization forbids; null: nothing.</param>
public sealed record Usage(
    string Plan,
    long SharesStarted,
    int? SharesAllowed,
    long DayBytesUsed,
    long DayBytesAllowed,
    DateTimeOffset ResetsAt,
    long SessionBytes,
    string? Support = null,
    OrganizationPolicy? Policy = null);
