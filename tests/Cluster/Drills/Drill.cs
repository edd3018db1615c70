using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cluster;

/// <summary>What a cluster must live through while output runs. Each drill prints what it does, and throws where a byte is lost or doubled or a time is exceeded.</summary>
internal sealed class Drill(TextWriter output)
{
    /// <summary>A killed silo's sessions are back by then. A quiet machine; one that is busy otherwise may say more with --patience.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    public long BytesPerMinute { get; init; } = 5_000_000;

    public int Viewers { get; init; } = 3;

    /// <summary>kill -9 of the silo that owns the session, of gateway 1, of gateway 2, in turn, until the time is over, but once each at least.</summary>
    public async Task Kill(TimeSpan duration)
    {
        await using var cluster = await TestCluster.Start(silos: 2, gateways: 2);
        await using var traffic = await Traffic.Start(cluster, Viewers, BytesPerMinute);
        Say($"two silos, two gateways, {Viewers} raw viewers, {BytesPerMinute:n0} bytes a minute, for {duration}");
        var begun = Stopwatch.GetTimestamp();
        var pause = TimeSpan.FromSeconds(Math.Clamp(duration.TotalSeconds / 30, 1, 15));
        for (var turn = 0; turn < 3 || Stopwatch.GetElapsedTime(begun) < duration; turn++)
        {
            await traffic.Recovery();
            var victim = (turn % 3) switch
            {
                0 => await cluster.Owner(),
                1 => cluster.Gateways[0],
                _ => cluster.Gateways[1],
            };
            await Recovered(traffic, victim.Kill, $"kill -9 of {victim.Name}{(turn % 3 == 0 ? ", which owns the session" : "")}");
            await cluster.Start(victim);
            await Task.Delay(pause);
        }

        await Compare(traffic);
    }

    /// <summary>SIGTERM for every silo and every gateway in turn, each started again.</summary>
    public async Task Roll()
    {
        await using var cluster = await TestCluster.Start(silos: 2, gateways: 2);
        await using var traffic = await Traffic.Start(cluster, Viewers, BytesPerMinute);
        foreach (var member in cluster.Silos.Concat(cluster.Gateways))
        {
            await traffic.Recovery();
            traffic.LongestPause();
            var begun = Stopwatch.GetTimestamp();
            await Task.Run(member.Terminate);
            var stopped = Stopwatch.GetElapsedTime(begun);
            await cluster.Start(member);
            await traffic.Recovery();
            var pause = traffic.LongestPause();
            Say($"SIGTERM of {member.Name}: gone after {Seconds(stopped)}, started again; the longest pause of a viewer was {Seconds(pause)}");
            if (pause > Patience)
                throw new InvalidOperationException($"A viewer had nothing for {Seconds(pause)}, more than {Seconds(Patience)}.");
        }

        await Compare(traffic);
    }

    /// <summary>The silo that owns the session gets 2 % of a processor for a while, and must not be declared dead.</summary>
    public async Task Starve(TimeSpan duration)
    {
        await using var cluster = await TestCluster.Start(silos: 2, gateways: 2);
        await using var traffic = await Traffic.Start(cluster, Viewers, BytesPerMinute);
        await traffic.Recovery();
        var victim = await cluster.Owner();
        using (new Starvation(victim.Port))
        {
            var begun = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begun) < duration)
            {
                if (!await cluster.IsActive(victim))
                    throw new InvalidOperationException($"{victim.Name} was declared dead after {Seconds(Stopwatch.GetElapsedTime(begun))} without CPU.");
                await Task.Delay(100);
            }
        }

        Say($"{victim.Name} had 2 % of a processor for {Seconds(duration)} and is still a member");
        Say($"  all viewers had new output {Seconds(await traffic.Recovery())} later");
        if (!await cluster.IsActive(victim))
            throw new InvalidOperationException($"{victim.Name} was declared dead afterwards.");
        await Compare(traffic);
    }

    /// <summary>How sessions are spread.</summary>
    public async Task Place(int silos, int sessions)
    {
        await using var cluster = await TestCluster.Start(silos, gateways: 1);
        var transport = await cluster.Transport();
        var shared = new List<SharedSession>();
        foreach (var batch in Enumerable.Range(0, sessions).Chunk(20))
        {
            shared.AddRange(await Task.WhenAll(batch.Select(_ => SharedSession.Share(
                transport,
                new ShareOptions { Servers = [cluster.Gateways[0].Address], Session = SessionId.Of(RandomNumberGenerator.GetBytes(16)), AttemptTimeout = TimeSpan.FromMinutes(1) },
                CancellationToken.None))));
        }

        var counts = await Task.WhenAll(cluster.Silos.Select(cluster.SessionsOn));
        Say($"{sessions} sessions on {silos} silos: {string.Join(", ", counts)}");
        foreach (var session in shared)
            await session.DisposeAsync();
        if (counts.Sum() != sessions)
            throw new InvalidOperationException($"{sessions} sessions were shared, {counts.Sum()} live.");
        // A silo knows the others' load of a moment ago, so that few sessions are spread as chance has it.
        if (counts.Max() - counts.Min() > Math.Max(sessions / (5 * silos), 4 * Math.Sqrt(sessions)))
            throw new InvalidOperationException("The silos differ by more than a fifth of their share, and by more than chance gives.");
    }

    private async Task Recovered(Traffic traffic, Action? fault, string what)
    {
        var recovery = await traffic.Recovery(fault);
        Say($"{what}: all viewers had new output after {Seconds(recovery)}");
        if (recovery > Patience)
            throw new InvalidOperationException($"{what}: {Seconds(recovery)} is more than {Seconds(Patience)}.");
    }

    private async Task Compare(Traffic traffic) =>
        Say($"the bytes of all {Viewers} viewers equal the sharer's: {await traffic.Compare():n0}");

    private void Say(string line) => output.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {line}");

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}
