using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>
/// How every hub argument and result is written, made at build time: reflection over them would cost each start some 100 ms. Members that are
/// null are left out, so that a union shows the one that is set.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ShareRequest))]
[JsonSerializable(typeof(ShareReply))]
[JsonSerializable(typeof(AppendRequest))]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlItem))]
[JsonSerializable(typeof(EndRequest))]
[JsonSerializable(typeof(EndReply))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(JoinReply))]
[JsonSerializable(typeof(WatchRequest))]
[JsonSerializable(typeof(WatchItem))]
[JsonSerializable(typeof(MeRequest))]
[JsonSerializable(typeof(MeItem))]
[JsonSerializable(typeof(TypeRequest))]
[JsonSerializable(typeof(TypeReply))]
[JsonSerializable(typeof(RoleRequest))]
[JsonSerializable(typeof(RoleReply))]
[JsonSerializable(typeof(PresenceState))]
[JsonSerializable(typeof(PresenceReply))]
[JsonSerializable(typeof(EditDraftRequest))]
[JsonSerializable(typeof(EditDraftReply))]
[JsonSerializable(typeof(ReadDraftRequest))]
[JsonSerializable(typeof(ReadDraftReply))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunReply))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(Access))]
[JsonSerializable(typeof(AccessChange))]
[JsonSerializable(typeof(BlocksRequest))]
[JsonSerializable(typeof(BlocksReply))]
[JsonSerializable(typeof(About))]
[JsonSerializable(typeof(SignInChallenge))]
[JsonSerializable(typeof(LocalSignIn))]
[JsonSerializable(typeof(InvitationRequest))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(BrowserCode))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(IReadOnlyList<MySession>))]
[JsonSerializable(typeof(IReadOnlyList<InvitedSession>))]
[JsonSerializable(typeof(IReadOnlyList<PersonInSession>))]
[JsonSerializable(typeof(Usage))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(BlockStart))]
[JsonSerializable(typeof(BlockEnd))]
[JsonSerializable(typeof(long))]
public sealed partial class ProtocolJson : JsonSerializerContext;
