using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>The viewers' hub over SignalR.</summary>
internal sealed class SignalRViewerConnection(HubLink hub) : IViewerConnection
{
    public Task<string> Closed => hub.Closed;

    public Task<JoinReply> Join(JoinRequest request, CancellationToken cancellationToken) =>
        hub.Invoke<JoinReply>(Hubs.Viewer.Join, [request], cancellationToken);

    public IAsyncEnumerable<AskItem> Ask(AskRequest request, CancellationToken cancellationToken) =>
        hub.Stream<AskItem>(Hubs.Viewer.Ask, request, cancellationToken);

    public IAsyncEnumerable<WatchItem> Watch(WatchRequest request, CancellationToken cancellationToken) =>
        hub.Stream<WatchItem>(Hubs.Viewer.Watch, request, cancellationToken);

    public Task Seen(long sequence, CancellationToken cancellationToken) =>
        hub.Send(Hubs.Viewer.Seen, sequence, cancellationToken);

    public Task<TypeReply> Type(TypeRequest request, CancellationToken cancellationToken) =>
        hub.Invoke<TypeReply>(Hubs.Viewer.Type, [request], cancellationToken);

    public Task<ResizeReply> Resize(ResizeRequest request, CancellationToken cancellationToken) =>
        hub.Invoke<ResizeReply>(Hubs.Viewer.Resize, [request], cancellationToken);

    public Task<RoleReply> RequestRole(RoleRequest request, CancellationToken cancellationToken) =>
        hub.Invoke<RoleReply>(Hubs.Viewer.RequestRole, [request], cancellationToken);

    public Task<RoleReply> CancelRequest(CancellationToken cancellationToken) =>
        hub.Invoke<RoleReply>(Hubs.Viewer.CancelRequest, [], cancellationToken);

    public Task<RoleReply> HandBack(CancellationToken cancellationToken) => hub.Invoke<RoleReply>(Hubs.Viewer.HandBack, [], cancellationToken);

    public Task<PresenceReply> ShowPresence(PresenceState state, CancellationToken cancellationToken) =>
        hub.Invoke<PresenceReply>(Hubs.Viewer.ShowPresence, [state], cancellationToken);

    public Task<EditDraftReply> EditDraft(EditDraftRequest request, CancellationToken cancellationToken) =>
        hub.Invoke<EditDraftReply>(Hubs.Viewer.EditDraft, [request], cancellationToken);

    public Task<ReadDraftReply> ReadDraft(ReadDraftRequest request, CancellationToken cancellationToken) =>
        hub.Invoke<ReadDraftReply>(Hubs.Viewer.ReadDraft, [request], cancellationToken);

    public Task<RunReply> Run(RunRequest request, CancellationToken cancellationToken) => hub.Invoke<RunReply>(Hubs.Viewer.Run, [request], cancellationToken);

    public Task<BlocksReply> Blocks(BlocksRequest request, CancellationToken cancellationToken) =>
        hub.Invoke<BlocksReply>(Hubs.Viewer.Blocks, [request], cancellationToken);

    public Task<FramesReply> Frames(FramesRequest request, CancellationToken cancellationToken) =>
        hub.Invoke<FramesReply>(Hubs.Viewer.Frames, [request], cancellationToken);

    public Task Leave(CancellationToken cancellationToken) => hub.Invoke<object?>(Hubs.Viewer.Leave, [], cancellationToken);

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
