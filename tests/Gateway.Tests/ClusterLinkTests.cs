using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using SessionShare.Silo.Cluster;

namespace SessionShare.Gateway.Tests;

/// <summary>What tells processes that are gone from those that are slow, and what a gateway does about it; on real ports.</summary>
public sealed class ClusterLinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Port_without_a_process_refuses_and_one_whose_process_does_nothing_accepts()
    {
        using var idle = new TcpListener(IPAddress.Loopback, 0);
        idle.Start();
        var endpoint = (IPEndPoint)idle.LocalEndpoint;

        (await Port.Knock(endpoint, Patience, TimeProvider.System, default)).Should().Be(PortAnswer.Accepts);
        idle.Stop();
        (await Port.Knock(endpoint, Patience, TimeProvider.System, default)).Should().Be(PortAnswer.Refuses);
    }

    [Fact]
    public async Task Silo_whose_port_refuses_is_declared_dead_and_no_other()
    {
        using var living = new TcpListener(IPAddress.Loopback, 0);
        living.Start();
        var here = new Peer("here", (IPEndPoint)living.LocalEndpoint);
        var gone = new Peer("gone", FreeEndpoint());
        var declared = new TaskCompletionSource<Peer>();
        using var stop = new CancellationTokenSource();
        var watch = new PeerPorts(() => [here, gone], peer => Task.FromResult(declared.TrySetResult(peer)), TimeSpan.FromMilliseconds(500), TimeProvider.System, NullLogger.Instance)
            .Watch(stop.Token);

        (await declared.Task.WaitAsync(Patience)).Should().Be(gone);

        await stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task Gateway_learns_that_a_silo_is_lost_once_the_membership_has_dropped_it()
    {
        var silo = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();
        IReadOnlyList<IPEndPoint> list = [(IPEndPoint)silo.LocalEndpoint];
        using var reads = new SemaphoreSlim(0);
        Task<IReadOnlyList<IPEndPoint>> Read()
        {
            reads.Release();
            return Task.FromResult(Volatile.Read(ref list));
        }

        using var link = new ClusterLink(isUp: false);
        using var stop = new CancellationTokenSource();
        var watch = new SiloPorts(Read, link, TimeSpan.FromMilliseconds(100), TimeProvider.System, NullLogger.Instance).Watch(stop.Token);
        await link.Came.WaitAsync(Patience);
        var lost = Cancelled(link.SiloLost);

        silo.Stop();
        while (link.IsUp)
            await Task.Yield();

        // It is suspected once the list was read again and still has it; the next reading is of one that is suspected.
        for (var more = reads.CurrentCount + 2; more > 0; more--)
            (await reads.WaitAsync(Patience)).Should().BeTrue();
        lost.IsCompleted.Should().BeFalse();
        Volatile.Write(ref list, []);
        await lost.WaitAsync(Patience);

        await stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task Call_that_a_lost_silo_does_not_answer_is_made_again()
    {
        using var link = new ClusterLink(isUp: true);
        var calls = new GrainCalls(link, Unmeasured.Gateway, TimeProvider.System, NullLogger<GrainCalls>.Instance);
        var (asked, firstAsked) = (0, new TaskCompletionSource());

        var answer = calls.Try("s", () =>
        {
            firstAsked.TrySetResult();
            return ++asked == 1 ? new TaskCompletionSource<string>().Task : Task.FromResult("answer");
        }, refused => refused.Text);
        await firstAsked.Task;
        link.LoseSilo();

        (await answer.WaitAsync(Patience)).Should().Be("answer");
        asked.Should().Be(2);
    }

    [Fact]
    public async Task Call_without_any_silo_is_refused_as_one_that_may_be_tried_again()
    {
        using var link = new ClusterLink(isUp: false);
        var calls = new GrainCalls(link, Unmeasured.Gateway, TimeProvider.System, NullLogger<GrainCalls>.Instance);

        var refused = await calls.Try<RefusalValue?>("s", () => throw new InvalidOperationException("Never asked."), refusal => refusal).WaitAsync(Patience);

        refused!.Reason.Should().Be(Reason.ClusterUnreachable);
        Reasons.Of(refused.Reason).Retry.Should().BeTrue();
    }

    private static IPEndPoint FreeEndpoint()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return (IPEndPoint)probe.LocalEndpoint;
    }

    private static async Task Cancelled(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task;
    }
}
