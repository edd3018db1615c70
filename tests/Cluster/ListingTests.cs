using System.Collections.Concurrent;
using System.Security.Cryptography;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cluster;

public sealed class ListingTests
{
    private const string Bob = "bob@example.com";

    [Fact]
    public async Task Whoever_follows_at_one_gateway_hears_what_is_shared_at_another_though_every_silo_is_killed_in_turn()
    {
        await using var cluster = await TestCluster.Start(silos: 2, gateways: 2);
        var told = new ConcurrentQueue<SessionId>();
        using var stop = new CancellationTokenSource();
        var list = new SessionList(await cluster.TransportOf(Bob), new ListOptions { Servers = [cluster.Gateways[1].Address], AttemptTimeout = TimeSpan.FromMinutes(1) });
        var following = Follow(list, told, stop.Token);

        await ShareAndHear(cluster, told);
        foreach (var silo in cluster.Silos)
        {
            silo.Kill();
            await cluster.Start(silo);
            await ShareAndHear(cluster, told);
        }

        told.Should().OnlyHaveUniqueItems("what was known before is no news");
        await stop.CancelAsync();
        await following;
    }

    private static async Task ShareAndHear(TestCluster cluster, ConcurrentQueue<SessionId> told)
    {
        var options = new ShareOptions
        {
            Servers = [cluster.Gateways[0].Address],
            Session = SessionId.Of(RandomNumberGenerator.GetBytes(16)),
            Allow = [new EmailRule(Bob, Role.View)],
            AttemptTimeout = TimeSpan.FromMinutes(1),
        };
        await using var session = await SharedSession.Share(await cluster.Transport(), options, CancellationToken.None);
        await TestCluster.Until(() => Task.FromResult(told.Contains(session.Id)), "the invited person hears of the session");
    }

    private static async Task Follow(SessionList list, ConcurrentQueue<SessionId> told, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in list.Follow(cancellationToken))
            {
                if (happened is ListEvent.Invited { IsNew: true } invited)
                    told.Enqueue(invited.Session.Session);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
