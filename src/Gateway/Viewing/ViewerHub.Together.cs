using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Viewing;

/// <summary>Presence and the draft: docs/protocol.md, sections 6a and 6b.</summary>
internal sealed partial class ViewerHub
{
    public async Task<PresenceReply> ShowPresence(PresenceState? state)
    {
        if (Refuse(state) is { } refused)
            return new PresenceReply(refused);
        if (state!.Fault() is { } fault)
            return new PresenceReply(Refusal.Of(Reason.InvalidRequest, fault));

        var call = new ShowCall(Viewer!.Call.Participant, Viewer.Call.Connection, PresenceValue.Of(state));
        connected.Change(Viewer.Session, Viewer.Call, known => known with { Shown = call.Presence.OrNothing() });
        return new PresenceReply(await Try(grain => grain.Show(call)));
    }

    public async Task<EditDraftReply> EditDraft(EditDraftRequest? request)
    {
        if (Refuse(request) is { } refused)
            return new EditDraftReply(refused, 0);
        if (request!.Changes is null || request.Changes.Any(change => change?.Insert is null))
            return new EditDraftReply(Refusal.Of(Reason.InvalidRequest, "An edit has changes, each with from, to and insert."), 0);

        var viewer = Viewer!;
        var call = new EditDraftCall(viewer.Call.Participant, viewer.Call.Connection, request.Number, request.Edit, [.. request.Changes.Select(DraftChangeValue.Of)]);
        var answer = await calls.Try(viewer.Session, () => Grain(viewer.Session).EditDraft(call), why => new EditDraftAnswer(why, 0));
        return new EditDraftReply(Told(viewer, answer.Refused), answer.Number);
    }

    public async Task<ReadDraftReply> ReadDraft(ReadDraftRequest? request)
    {
        if (Refuse(request) is { } refused)
            return new ReadDraftReply(refused);

        var viewer = Viewer!;
        var call = new ReadDraftCall(viewer.Call.Participant, viewer.Call.Connection, request!.After);
        var answer = await calls.Try(viewer.Session, () => Grain(viewer.Session).ReadDraft(call), why => new ReadDraftAnswer(why, null, 0));
        return new ReadDraftReply(Told(viewer, answer.Refused), answer.Draft?.ToWire(), answer.Edited);
    }

    public async Task<RunReply> Run(RunRequest? request)
    {
        if (Refuse(request) is { } refused)
            return new RunReply(refused);

        var call = new RunCall(Viewer!.Call.Participant, Viewer.Call.Connection, request!.Number);
        return new RunReply(await Try(grain => grain.Run(call)));
    }

    /// <summary>Why a request is not looked at; null: it is, and there is a viewer.</summary>
    private Refusal? Refuse(object? request)
    {
        if (Viewer is not { } viewer)
            return Refusal.Of(Reason.InvalidRequest, "Join first.");
        return request is null ? Malformed.Missing() : viewer.Rate.Take();
    }

    private async Task<Refusal?> Try(Func<ISessionGrain, Task<RefusalValue?>> call)
    {
        var viewer = Viewer!;
        return Told(viewer, await calls.Try<RefusalValue?>(viewer.Session, () => call(Grain(viewer.Session)), why => why));
    }
}
