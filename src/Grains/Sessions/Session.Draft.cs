using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// The draft and its runs. The draft is stored a little later than it changes, runs at once: an activation that dies loses the edits of its last second.
/// <code>
/// run       Run                     the sharer's answer              the runner's role, the epoch
/// none      sent, the draft empty   -                                -
/// sent      refused                 asking, ran, refused: text back  refused: text back
/// asking    refused                 ran, refused: text back          refused: text back
/// ran, refused: as none
/// </code>
/// </summary>
internal sealed partial class Session
{
    /// <summary>So long after its first unstored change the draft is stored.</summary>
    public static readonly TimeSpan DraftStoredWithin = TimeSpan.FromSeconds(1);

    private readonly Draft _draft;
    private DraftRunValue? _run;
    private DateTimeOffset? _draftDue;

    /// <summary>The draft's number.</summary>
    public long DraftNumber => _draft.Number;

    /// <summary>Grows with every change of <see cref="NewestRun"/>.</summary>
    public long RunVersion { get; private set; }

    /// <summary>Grows with what the sharer's client is to hear of runs.</summary>
    public long RunAsked { get; private set; }

    /// <summary>The newest run; null before the first.</summary>
    public DraftRunValue? NewestRun => _run;

    /// <summary>When the draft is to be stored; null: it is.</summary>
    public DateTimeOffset? DraftDue => _draftDue;

    /// <summary>The edits behind a number, or the whole text.</summary>
    public DraftValue DraftSince(long? after) => _draft.Since(after);

    /// <summary>Takes a participant's edit in, once, with the right to.</summary>
    public EditDraftAnswer EditDraft(EditDraftCall call, DateTimeOffset now)
    {
        EndRules(now);
        if (People.Connected(call.Participant, call.Connection) is not { } entry)
            return Refused(RefusalValue.Of(Reason.UnknownOrForbidden));
        if (Permissions.Refuse(Deed.EditDraft, entry.Role) is { } refusal)
            return Refused(refusal);
        if (Ended is not null)
            return Refused(SessionEnded());
        if (call.Edit < 1)
            return Refused(RefusalValue.Of(Reason.InvalidRequest, "A participant's edits are numbered from 1."));
        if (call.Edit <= entry.EditedThrough)
            return new EditDraftAnswer(null, _draft.Number);
        if (_draft.Edit(call.Number, entry.Id, call.Edit, call.Changes) is { } fault)
            return Refused(fault);

        entry.EditedThrough = call.Edit;
        Active(now);
        _draftDue ??= now + DraftStoredWithin;
        return new EditDraftAnswer(null, _draft.Number);
    }

    /// <summary>The draft, for a participant.</summary>
    public ReadDraftAnswer ReadDraft(ReadDraftCall call)
    {
        if (People.Connected(call.Participant, call.Connection) is not { } entry)
            return new ReadDraftAnswer(RefusalValue.Of(Reason.UnknownOrForbidden), null, 0);
        return Permissions.Refuse(Deed.Watch, entry.Role) is { } refusal
            ? new ReadDraftAnswer(refusal, null, 0)
            : new ReadDraftAnswer(null, _draft.Since(call.After), entry.EditedThrough);
    }

    /// <summary>Takes the draft, empties it, and hands its text to the sharer's client.</summary>
    public RefusalValue? Run(RunCall call, DateTimeOffset now)
    {
        EndRules(now);
        if (People.Connected(call.Participant, call.Connection) is not { } entry)
            return RefusalValue.Of(Reason.UnknownOrForbidden);
        if (Permissions.Refuse(Deed.Run, entry.Role) is { } refusal)
            return refusal;
        if (Ended is not null)
            return SessionEnded();
        if (_run is { } before && before.Number == call.Number && before.Participant == entry.Id)
            return null; // Asked again: its answer was lost.
        if (SharerState != SharerState.Connected)
            return RefusalValue.Of(Reason.SharerAway);
        if (_run is { IsWaiting: true } waiting)
            return RefusalValue.Of(Reason.CommandRunning, $"What {waiting.Name} runs waits for the sharer.");
        if (call.Number != _draft.Number)
            return RefusalValue.Of(Reason.DraftMoved, $"It has number {_draft.Number}, not {call.Number}.");
        if (_draft.Text.Length == 0)
            return RefusalValue.Of(Reason.InvalidRequest, "The draft is empty.");

        var run = new DraftRunValue(_draft.Number, entry.Id, entry.Name, entry.Email, _draft.Text, RunState.Sent);
        _draft.Clear(entry.Id);
        NoteTyping(entry);
        Active(now);
        RunIs(run, isNews: true);
        return null;
    }

    /// <summary>The sharer's client says what becomes of a run.</summary>
    public void RunAnswered(RunAnsweredCall call)
    {
        if (!IsAuthor(call.Epoch, call.Attachment) || _run is not { IsWaiting: true } run || run.Number != call.Number)
            return;
        switch (call.State)
        {
            case RunState.Asking or RunState.Ran when run.State != call.State:
                RunIs(run with { State = call.State }, isNews: false);
                break;
            case RunState.Refused:
                RefuseRun(call.Refused ?? RefusalValue.Of(Reason.RunRefused), isNews: false);
                break;
        }
    }

    /// <summary>The draft of now goes into the state, to be stored with it.</summary>
    public void KeepDraft()
    {
        _draftDue = null;
        _state.Draft = new DraftState(_draft.Number, _draft.Text, [.. People.Edited()], _run);
        StateVersion++;
    }

    /// <summary>Time has passed.</summary>
    private void PassDraft(DateTimeOffset now)
    {
        if (_draftDue <= now && Ended is null)
            KeepDraft();
    }

    private static Draft DraftOf(SessionState state, long generation) =>
        new(Math.Max(generation << 32, state.Draft?.Number ?? 0), state.Draft?.Text ?? "");

    /// <summary>A run that waits, and whoever asked for it may not run any more.</summary>
    private void CheckRun()
    {
        if (_run is { IsWaiting: true } run && !(People.Of(run.Participant) is { } entry && Permissions.May(Deed.Run, entry.Role)))
            RefuseRun(RefusalValue.Of(Reason.RoleTooLow), isNews: true);
    }

    /// <summary>A run that waits does not happen: its text is back in the draft.</summary>
    /// <param name="isNews">The sharer's client does not know yet.</param>
    private void RefuseRun(RefusalValue why, bool isNews)
    {
        if (_run is not { IsWaiting: true } run)
            return;
        _draft.Return(run.Text);
        RunIs(run with { State = RunState.Refused, Refused = why }, isNews);
    }

    private void RunIs(DraftRunValue run, bool isNews)
    {
        _run = run;
        RunVersion++;
        RunAsked += isNews ? 1 : 0;
        KeepDraft();
    }

    private EditDraftAnswer Refused(RefusalValue why) => new(why, _draft.Number);
}
