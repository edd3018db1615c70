using Microsoft.Extensions.Options;
using SessionShare.Gateway;
using SessionShare.Gateway.Audit;
using SessionShare.Gateway.Feeds;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.Leaving;
using SessionShare.Gateway.Rates;
using SessionShare.Gateway.Sharing;
using SessionShare.Gateway.Streams;
using SessionShare.Gateway.Telemetry;
using SessionShare.Gateway.Viewing;
using SessionShare.Grains;
using SessionShare.Grains.Audit;
using SessionShare.Silo.Cluster;

namespace SessionShare.Simulation;

/// <summary>One process of a gateway: its own classes, put together as its host does, on a lane of their own.</summary>
internal sealed class SimulatedGateway
{
    private static readonly IOptions<RateOptions> Rates = Options.Create(new RateOptions());

    private readonly World _world;
    private readonly SeededBits _bits;
    private readonly TraceLog _traced;
    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly LinkFactory _links;
    private readonly GatewayInstruments _instruments;
    private readonly Traffic _traffic;
    private readonly GatewayIdentity _identity;
    private readonly AuditRecorder _audit;
    private readonly Attempts _attempts;

    public SimulatedGateway(World world, Uri address, int number)
    {
        (_world, Address, _grains) = (world, address, world.Silo.Grains);
        Lane = new Lane(world.Machine, $"gateway {number}");
        _bits = new SeededBits(world.SeedOf("gateway", number));
        _traced = new TraceLog(world.Machine.Trace, Lane.Name);
        _identity = new GatewayIdentity($"gateway-{number}");
        Departures = new Departures(TimeSpan.FromSeconds(3), new Random(world.SeedOf("departures", number)), world.Machine.Clock);
        (_instruments, _traffic) = (new GatewayInstruments(world.Silo.Meters), new Traffic(world.Silo.Meters, world.Machine.Clock));
        _attempts = new Attempts(Rates, world.Machine.Clock);
        _audit = new AuditRecorder(_grains, Options.Create(new AuditOptions()), new AuditInstruments(world.Silo.Meters), _bits, world.Machine.Clock, _traced.For<AuditRecorder>());
        _calls = new GrainCalls(Link, _instruments, world.Machine.Clock, _traced.For<GrainCalls>());
        // With a public address the server behind it is never asked.
        _links = new LinkFactory(new ServerAddress(null!, Options.Create(new GatewayOptions { PublicUrl = address.ToString() })));
        var streams = new SessionStreams(_grains, _identity, Connected, Link, world.Machine.Clock, _traced.For<SessionStreams>());
        Feeds = new FeedRegistry(_grains, streams, _calls, Options.Create(new FeedOptions { RingBytes = World.RingBytes }), _instruments, world.Machine.Clock);
    }

    public Uri Address { get; }

    public Lane Lane { get; }

    public ClusterLink Link { get; } = new(isUp: true);

    public FeedRegistry Feeds { get; }

    public ConnectedParticipants Connected { get; } = new();

    public OpenViewers Viewers { get; } = new();

    public Departures Departures { get; }

    /// <summary>Connections whose hub has not heard of their end.</summary>
    public List<IWire> Wires { get; } = [];

    public SharerHub NewSharerHub() =>
        new(_grains, _calls, Link, Departures, _links, _audit, Rates, _instruments, _traffic, _world.Machine.Clock, _traced.For<SharerHub>());

    public ViewerHub NewViewerHub() => new(_grains, _calls, Feeds, Connected, Departures, Viewers, _identity, _audit, _attempts, Rates, _instruments, _traffic, _world.Machine.Clock, _bits);

    /// <summary>What is left of viewers and sessions when nobody is connected; empty: nothing, as it should be.</summary>
    public IEnumerable<string> Leftovers()
    {
        if (Feeds.Count > 0)
            yield return $"{Feeds.Count} feeds are open";
        if (Viewers.Count > 0)
            yield return $"{Viewers.Count} viewers are counted";
        if (Connected.Count > 0)
            yield return $"participants of {Connected.Count} sessions are connected";
        if (Departures.Here > 0)
            yield return $"{Departures.Here} connections stay";
    }

    /// <summary>Killed: nothing of it runs any more.</summary>
    public void Kill()
    {
        Lane.Kill();
        foreach (var wire in Wires)
            wire.LoseServer();
    }

    /// <summary>Stops in good order: sends everyone elsewhere, then closes what is left.</summary>
    public async Task Leave()
    {
        try
        {
            await Departures.Begin().Here(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(15), _world.Machine.Clock);
        }
        catch (TimeoutException)
        {
            // Somebody didn't go.
        }

        foreach (var wire in Wires.ToArray())
            wire.CloseFromServer();
    }
}
