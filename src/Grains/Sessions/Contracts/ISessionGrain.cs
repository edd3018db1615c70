using Orleans.Concurrency;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// One shared session; the key is its id. Ordered frames, roster, access rules, counters. Outcomes are values; an exception
/// is a bug or a lost silo, and the caller tries again.
/// </summary>
[Alias("sessionshare.session")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>A sharer begins or comes back. Answers when epoch and attachment are durable.</summary>
    [AlwaysInterleave]
    [Alias("share")]
    Task<ShareAnswer> Share(ShareCall call);

    /// <summary>Takes frames in, after checking epoch, attachment, sequence and limits. Does not wait for storage.</summary>
    [Alias("append")]
    Task<AppendAnswer> Append(AppendCall call);

    /// <summary>
    /// The way down to the sharer of this epoch and attachment. While it is read the sharer counts as connected; when its reader leaves, the
    /// grace time begins. Ends with <see cref="ControlEvent.Ended"/> or <see cref="ControlEvent.Moved"/>.
    /// </summary>
    [Alias("control")]
    IAsyncEnumerable<ControlEvent> Control(ControlCall call, CancellationToken cancellationToken = default);

    /// <summary>Typed input up to this number was written to the terminal.</summary>
    [Alias("control-seen")]
    Task ControlSeen(long attachment, long number);

    /// <summary>Ends the session; answers when every frame up to the last and the end itself are durable.</summary>
    [AlwaysInterleave]
    [Alias("end")]
    Task<RefusalValue?> End(EndCall call);

    /// <summary>A person comes in, or comes back.</summary>
    [Alias("join")]
    Task<JoinAnswer> Join(JoinCall call);

    /// <summary>
    /// Somebody with the link and without access asks for it, as long as this is read; ends with <see cref="AskEvent.Granted"/>, <see cref="AskEvent.Refused"/> or
    /// <see cref="AskEvent.Moved"/>.
    /// </summary>
    [Alias("ask-access")]
    IAsyncEnumerable<AskEvent> AskAccess(AskCall call, CancellationToken cancellationToken = default);

    /// <summary>How the session runs, for an operator of that organization.</summary>
    [Alias("inspect")]
    Task<InspectAnswer> Inspect(string organization);

    /// <summary>An operator of that organization ends it; answered when that is durable.</summary>
    [AlwaysInterleave]
    [Alias("end-by-operator")]
    Task<RefusalValue?> EndByOperator(string organization, UserIdentity user, string? address);

    /// <summary>No rule names that address any more, and nobody under it is in.</summary>
    [AlwaysInterleave]
    [Alias("forget")]
    Task Forget(string email);

    /// <summary>A participant's connection is gone: away, or left for good.</summary>
    [Alias("leave")]
    Task Leave(LeaveCall call);

    /// <summary>
    /// A gateway's one copy of the session: the present, then frames, durable ends and signals in order; ends with
    /// <see cref="WatchEvent.Ended"/> or <see cref="WatchEvent.Moved"/>.
    /// </summary>
    [Alias("watch")]
    IAsyncEnumerable<WatchEvent> Watch(WatchCall call, CancellationToken cancellationToken = default);

    /// <summary>Input of a participant for the sharer's terminal.</summary>
    [Alias("input")]
    Task<InputAnswer> Input(TypeCall call);

    /// <summary><see cref="Input"/> as gateways of 0.1 ask, which are not told what was written.</summary>
    [Alias("type")]
    Task<RefusalValue?> Type(TypeCall call);

    /// <summary>A participant shows something. Not stored.</summary>
    [Alias("show")]
    Task<RefusalValue?> Show(ShowCall call);

    /// <summary>A participant edits the draft.</summary>
    [Alias("edit-draft")]
    Task<EditDraftAnswer> EditDraft(EditDraftCall call);

    /// <summary>The draft, for a participant.</summary>
    [Alias("read-draft")]
    Task<ReadDraftAnswer> ReadDraft(ReadDraftCall call);

    /// <summary>A participant runs the draft.</summary>
    [Alias("run")]
    Task<RefusalValue?> Run(RunCall call);

    /// <summary>The sharer's client says what becomes of a run.</summary>
    [Alias("run-answered")]
    Task RunAnswered(RunAnsweredCall call);

    /// <summary>The sharer's client says whether others' keys are held.</summary>
    [Alias("hold-typing")]
    Task HoldTyping(HoldTypingCall call);

    /// <summary>The size of a participant's own terminal.</summary>
    [Alias("resize")]
    Task<RefusalValue?> Resize(ResizeCall call);

    /// <summary>A participant asks for a role, or takes that back (<see cref="Role.None"/>). Answers when it is durable.</summary>
    [AlwaysInterleave]
    [Alias("request-role")]
    Task<RefusalValue?> RequestRole(RoleCall call);

    /// <summary>A participant gives its right to edit back. Answers when that is durable.</summary>
    [AlwaysInterleave]
    [Alias("hand-back")]
    Task<RefusalValue?> HandBack(RoleCall call);

    /// <summary>The rules, for those who may change them.</summary>
    [Alias("access")]
    Task<AccessAnswer> Access(UserIdentity user);

    /// <summary>Who has access, for those who have.</summary>
    [Alias("people")]
    Task<PeopleAnswer> People(UserIdentity user);

    /// <summary>Changes one rule; everyone's role is that of the new rules at once. Answers when the change is durable.</summary>
    [AlwaysInterleave]
    [Alias("change-access")]
    Task<AccessAnswer> ChangeAccess(AccessCall call);

    /// <summary>Frames behind a sequence, for those whom a feed's ring does not reach: from the log, then from memory.</summary>
    [AlwaysInterleave]
    [Alias("read")]
    Task<FramePage> Read(ReadCall call);

    /// <summary>A viewer fell behind and needs a keyframe: asks the sharer for one, unless the newest is fresh enough.</summary>
    [Alias("need-keyframe")]
    Task NeedKeyframe();

    /// <summary>Block rows, in order.</summary>
    [AlwaysInterleave]
    [Alias("blocks")]
    Task<BlockPage> Blocks(int from, int count);

    /// <summary>What a person sees of it in a list of sessions; null for one without access, or when its history is gone.</summary>
    [Alias("describe")]
    Task<SessionDescription?> Describe(UserIdentity user);

    /// <summary>Wakes the session where something is due to it (<see cref="SessionState.NextDue"/>): time passes for it. One too many does no harm.</summary>
    [Alias("due")]
    Task Due();

    /// <summary>Ends the session for its sharer from elsewhere; null when done.</summary>
    [AlwaysInterleave]
    [Alias("stop")]
    Task<RefusalValue?> Stop(string user);

    /// <summary>Deletes the session for its sharer, history, rules and all, and ends it before if it lives; null when done.</summary>
    [AlwaysInterleave]
    [Alias("delete")]
    Task<RefusalValue?> Delete(string user);
}
