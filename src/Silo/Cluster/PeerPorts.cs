using System.Net;

namespace SessionShare.Silo.Cluster;

/// <summary>Another silo.</summary>
/// <param name="Name">As the membership names it, this start of it.</param>
/// <param name="Endpoint">Where it listens for silos.</param>
internal readonly record struct Peer(string Name, IPEndPoint Endpoint);

/// <summary>
/// A silo's watch over the processes of the others. Orleans' own probes wait long, so that a silo without CPU is not taken for dead; a process that
/// is gone is known by its port, which refuses connections at once. Each silo watches the next few in the order of their names.
/// </summary>
/// <param name="peers">The others in the membership that are not dead.</param>
/// <param name="declareDead">Writes to the membership; false when it could not.</param>
internal sealed class PeerPorts(Func<IEnumerable<Peer>> peers, Func<Peer, Task<bool>> declareDead, TimeSpan goneAfter, TimeProvider time, ILogger logger)
{
    /// <summary>Peers that one silo watches.</summary>
    private const int Watched = 3;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly RefusedPorts<Peer> _ports = new(goneAfter, time);

    /// <summary>Watches until cancelled.</summary>
    public async Task Watch(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await Look(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // This silo stops.
        }
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        var next = peers().OrderBy(peer => peer.Name, StringComparer.Ordinal).ToList();
        _ports.Keep(next);
        var answers = await Task.WhenAll(next.Take(Watched).Select(async peer => (peer, await Port.Knock(peer.Endpoint, Patience, time, cancellationToken))));
        foreach (var (peer, answer) in answers)
        {
            if (_ports.IsGone(peer, answer))
                await Bury(peer);
        }
    }

    private async Task Bury(Peer peer)
    {
        ClusterLog.SiloGone(logger, peer.Name, peer.Endpoint);
        try
        {
            if (await declareDead(peer))
                return;
        }
        catch (Exception fault)
        {
            ClusterLog.NotTold(logger, peer.Name, fault);
        }

        _ports.Keep([]); // Counted anew, and told again.
    }
}
