using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>The sharers' hub over SignalR.</summary>
internal sealed class SignalRSharerConnection(HubLink hub) : ISharerConnection
{
    public Task<string> Closed => hub.Closed;

    public Task<ShareReply> Share(ShareRequest request, CancellationToken cancellationToken) =>
        hub.Invoke<ShareReply>(Hubs.Sharer.Share, [request], cancellationToken);

    public Task Append(AppendRequest request, CancellationToken cancellationToken) =>
        hub.Send(Hubs.Sharer.Append, request, cancellationToken);

    public IAsyncEnumerable<ControlItem> Control(ControlRequest request, CancellationToken cancellationToken) =>
        hub.Stream<ControlItem>(Hubs.Sharer.Control, request, cancellationToken);

    public Task ControlSeen(long number, CancellationToken cancellationToken) =>
        hub.Send(Hubs.Sharer.ControlSeen, number, cancellationToken);

    public Task RunAnswered(RunAnswer answer, CancellationToken cancellationToken) =>
        hub.Send(Hubs.Sharer.RunAnswered, answer, cancellationToken);

    public Task HoldTyping(bool held, CancellationToken cancellationToken) => hub.Send(Hubs.Sharer.HoldTyping, held, cancellationToken);

    public Task<EndReply> End(EndRequest request, CancellationToken cancellationToken) =>
        hub.Invoke<EndReply>(Hubs.Sharer.End, [request], cancellationToken);

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
