using System.Security.Claims;
using SessionShare.Client;
using SessionShare.Gateway.Sharing;
using SessionShare.Gateway.Viewing;
using SessionShare.Protocol;

namespace SessionShare.Simulation;

/// <summary>The seam between clients and gateways, in memory: the client library on one side, the gateway's own hubs on the other.</summary>
/// <param name="world">Where the gateways are.</param>
/// <param name="user">Who is signed in; a guest is not.</param>
/// <param name="weather">How long things take for this person.</param>
internal sealed class MemoryTransport(World world, ClaimsPrincipal user, Weather weather) : ISessionTransport
{
    /// <summary>The connection of this moment, or the last.</summary>
    public IWire? Wire { get; private set; }

    /// <summary>Epochs that this person's process was given.</summary>
    public SortedSet<long> Epochs { get; } = [];

    /// <summary>Called with every sequence that a server says is durable.</summary>
    public Action<long> OnDurable { get; set; } = _ => { };

    public async Task<ISharerConnection> ConnectSharer(Uri server, CancellationToken cancellationToken)
    {
        var gateway = await Reach(server, cancellationToken);
        var wire = new Wire<SharerHub>(world, gateway, world.NewConnection(), user, gateway.NewSharerHub, weather);
        gateway.Wires.Add(wire);
        Wire = wire;
        return new Sharing(this, wire);
    }

    public async Task<IViewerConnection> ConnectViewer(Uri server, CancellationToken cancellationToken)
    {
        var gateway = await Reach(server, cancellationToken);
        var wire = new Wire<ViewerHub>(world, gateway, world.NewConnection(), user, gateway.NewViewerHub, weather);
        gateway.Wires.Add(wire);
        Wire = wire;
        return new Viewing(wire);
    }

    private async Task<SimulatedGateway> Reach(Uri server, CancellationToken cancellationToken)
    {
        await world.Machine.Clock.Delay(weather.Delay());
        cancellationToken.ThrowIfCancellationRequested();
        return world.GatewayAt(server) ?? throw new ServerUnreachableException(server, "connection refused.");
    }

    /// <summary>A copy, as a real wire makes one: the sender may do what it likes with its bytes.</summary>
    private static AppendRequest Copy(AppendRequest request) => request with { Run = request.Run with { Bytes = request.Run.Bytes.ToArray() } };

    private sealed class Sharing(MemoryTransport transport, Wire<SharerHub> wire) : ISharerConnection
    {
        public Task<string> Closed => wire.Client.Closed;

        public async Task<ShareReply> Share(ShareRequest request, CancellationToken cancellationToken)
        {
            var reply = await wire.Client.Invoke(Hubs.Sharer.Share, hub => hub.Share(request), cancellationToken);
            if (reply.Shared is { } shared)
            {
                transport.Epochs.Add(shared.Epoch);
                transport.OnDurable(shared.Next - 1);
            }

            return reply;
        }

        public Task Append(AppendRequest request, CancellationToken cancellationToken)
        {
            var copy = Copy(request);
            return wire.Client.Send(Hubs.Sharer.Append, hub => hub.Append(copy), cancellationToken);
        }

        public async IAsyncEnumerable<ControlItem> Control(
            ControlRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var item in wire.Client.Stream(Hubs.Sharer.Control, (hub, cancel) => hub.Control(request, cancel), cancellationToken))
            {
                if (item.Durable is { } durable)
                    transport.OnDurable(durable);
                yield return item;
            }
        }

        public Task ControlSeen(long number, CancellationToken cancellationToken) =>
            wire.Client.Send(Hubs.Sharer.ControlSeen, hub => hub.ControlSeen(number), cancellationToken);

        public Task RunAnswered(RunAnswer answer, CancellationToken cancellationToken) =>
            wire.Client.Send(Hubs.Sharer.RunAnswered, hub => hub.RunAnswered(answer), cancellationToken);

        public Task HoldTyping(bool held, CancellationToken cancellationToken) =>
            wire.Client.Send(Hubs.Sharer.HoldTyping, hub => hub.HoldTyping(held), cancellationToken);

        public Task<EndReply> End(EndRequest request, CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Sharer.End, hub => hub.End(request), cancellationToken);

        public ValueTask DisposeAsync() => wire.DisposeAsync();
    }

    private sealed class Viewing(Wire<ViewerHub> wire) : IViewerConnection
    {
        public Task<string> Closed => wire.Client.Closed;

        public Task<JoinReply> Join(JoinRequest request, CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.Join, hub => hub.Join(request), cancellationToken);

        public IAsyncEnumerable<AskItem> Ask(AskRequest request, CancellationToken cancellationToken) =>
            wire.Client.Stream(Hubs.Viewer.Ask, (hub, cancel) => hub.Ask(request, cancel), cancellationToken);

        public IAsyncEnumerable<WatchItem> Watch(WatchRequest request, CancellationToken cancellationToken) =>
            wire.Client.Stream(Hubs.Viewer.Watch, (hub, cancel) => hub.Watch(request, cancel), cancellationToken);

        public Task Seen(long sequence, CancellationToken cancellationToken) => wire.Client.Send(
            Hubs.Viewer.Seen,
            hub =>
            {
                hub.Seen(sequence);
                return Task.CompletedTask;
            },
            cancellationToken);

        public Task<TypeReply> Type(TypeRequest request, CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.Type, hub => hub.Type(request), cancellationToken);

        public Task<ResizeReply> Resize(ResizeRequest request, CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.Resize, hub => hub.Resize(request), cancellationToken);

        public Task<RoleReply> RequestRole(RoleRequest request, CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.RequestRole, hub => hub.RequestRole(request), cancellationToken);

        public Task<RoleReply> CancelRequest(CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.CancelRequest, hub => hub.CancelRequest(), cancellationToken);

        public Task<RoleReply> HandBack(CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.HandBack, hub => hub.HandBack(), cancellationToken);

        public Task<PresenceReply> ShowPresence(PresenceState state, CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.ShowPresence, hub => hub.ShowPresence(state), cancellationToken);

        public Task<EditDraftReply> EditDraft(EditDraftRequest request, CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.EditDraft, hub => hub.EditDraft(request), cancellationToken);

        public Task<ReadDraftReply> ReadDraft(ReadDraftRequest request, CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.ReadDraft, hub => hub.ReadDraft(request), cancellationToken);

        public Task<RunReply> Run(RunRequest request, CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.Run, hub => hub.Run(request), cancellationToken);

        public Task<BlocksReply> Blocks(BlocksRequest request, CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.Blocks, hub => hub.Blocks(request), cancellationToken);

        public Task<FramesReply> Frames(FramesRequest request, CancellationToken cancellationToken) =>
            wire.Client.Invoke(Hubs.Viewer.Frames, hub => hub.Frames(request), cancellationToken);

        public Task Leave(CancellationToken cancellationToken) => wire.Client.Invoke<object?>(
            Hubs.Viewer.Leave,
            async hub =>
            {
                await hub.Leave();
                return null;
            },
            cancellationToken);

        public ValueTask DisposeAsync() => wire.DisposeAsync();
    }
}
