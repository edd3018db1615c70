using System.Text.Json;
using System.Text.Json.Serialization;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Api;

/// <summary>The bodies of the HTTP API, as docs/protocol.md has them. Generated at build time, so that the first answer waits for no reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(About))]
[JsonSerializable(typeof(Protocol.Access))]
[JsonSerializable(typeof(AccessChange))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(LiveSession[]))]
[JsonSerializable(typeof(SessionDetails))]
[JsonSerializable(typeof(KnownUser[]))]
[JsonSerializable(typeof(PlanChange))]
[JsonSerializable(typeof(ForgetUser))]
[JsonSerializable(typeof(ForgottenUser))]
[JsonSerializable(typeof(BrowserCode))]
[JsonSerializable(typeof(LocalSignIn))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(InvitedSession[]))]
[JsonSerializable(typeof(MySession[]))]
[JsonSerializable(typeof(IReadOnlyList<PersonInSession>))]
[JsonSerializable(typeof(Usage))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(SessionLimits))]
[JsonSerializable(typeof(SignInChallenge))]
[JsonSerializable(typeof(InvitationRequest))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(SignedIn))]
internal sealed partial class ApiJson : JsonSerializerContext;
