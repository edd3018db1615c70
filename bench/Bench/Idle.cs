using System.Diagnostics;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>What sessions cost in which nothing happens: with a sharer and a viewer connected, and with nobody.</summary>
internal static class Idle
{
    private const int Activated = 200;
    private static readonly TimeSpan AtRest = TimeSpan.FromMinutes(1);

    public static async Task Measure(Arguments arguments)
    {
        foreach (var sessions in arguments.Sessions)
        {
            await Bare(sessions);
            await using var server = await Server.Start(arguments);
            var token = await RawSessions.Token(server);
            await Warm(server, token);
            var before = server.Usage(collected: true);

            var sharers = await RawSessions.Many(sessions, _ => RawSessions.Share(server, token));
            List<RawConnection> connections = [.. sharers.Select(sharer => sharer.Connection)];
            connections.ForEach(connection => _ = connection.Drain());
            using var stop = new CancellationTokenSource();
            var alive = RawSessions.KeepAlive(connections, stop.Token);
            await Task.Delay(1000);
            var shared = server.Usage(collected: true);
            Say($"{sessions} sessions, a sharer each", Per(before, shared, sessions));

            var viewers = await RawSessions.Many(sessions, number => RawSessions.Join(server, sharers[number].Link));
            foreach (var viewer in viewers)
                _ = viewer.Drain();
            var viewersAlive = RawSessions.KeepAlive(viewers, stop.Token);
            await Task.Delay(3000);
            var connected = server.Usage(collected: true);
            Say($"{sessions} sessions, a sharer and a viewer each", Per(before, connected, sessions));
            Say($"{sessions} sessions at rest, processor", await AtRestOf(server.Processor));

            await stop.CancelAsync();
            await Task.WhenAll(alive, viewersAlive);
            foreach (var connection in connections.Concat(viewers))
                connection.Dispose();
            await Task.Delay(5000);
            Say($"{sessions} sessions, nobody connected, in memory", Per(before, server.Usage(collected: true), sessions));

            await server.KillAndRestart();
            await Activate(server, [.. sharers.Select(sharer => sharer.Link)]);
        }
    }

    /// <summary>What the first ones load and compile is nobody's own.</summary>
    private static async Task Warm(Server server, string token)
    {
        for (var i = 0; i < 50; i++)
        {
            var (sharer, link) = await RawSessions.Share(server, token);
            using var viewer = await RawSessions.Join(server, link);
            sharer.Dispose();
        }

        await Task.Delay(1000);
    }

    private static async Task Bare(int connections)
    {
        var folder = Directory.CreateTempSubdirectory("sessionshare-bench-");
        using (var server = await BareServer.Start(folder.FullName))
        {
            for (var i = 0; i < 50; i++)
                (await server.Connect()).Dispose();
            await Task.Delay(500);
            var before = server.Usage();
            var open = await RawSessions.Many(connections, _ => server.Connect());
            foreach (var connection in open)
                _ = connection.Drain();
            using var stop = new CancellationTokenSource();
            var alive = RawSessions.KeepAlive(open, stop.Token);
            await Task.Delay(1000);
            Say($"{connections} bare SignalR connections with a stream", Per(before, server.Usage(), connections));
            Say($"{connections} bare SignalR connections at rest, processor", await AtRestOf(server.Processor));
            await stop.CancelAsync();
            await alive;
            foreach (var connection in open)
                connection.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private static async Task Activate(Server server, SessionLink[] links)
    {
        var figures = new List<double>();
        foreach (var link in links.Take(Activated))
        {
            using var connection = await RawConnection.Open(new Uri(server.Url, Hubs.Viewer.Path), null);
            var begun = Stopwatch.GetTimestamp();
            await connection.Invoke(Hubs.Viewer.Join, $$"""{"version":1,"session":"{{link.Session}}","linkSecret":"{{link.Secret}}"}""");
            figures.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        Console.WriteLine(Figures.Row($"a join of a session that is not in memory, after a start ({links.Length} sessions stored)", figures, "ms"));
    }

    private static async Task<string> AtRestOf(Func<TimeSpan> processor)
    {
        var (before, begun) = (processor(), Stopwatch.GetTimestamp());
        await Task.Delay(AtRest);
        return $"{(processor() - before) / Stopwatch.GetElapsedTime(begun) * 100:0.0} % of a core";
    }

    private static string Per(Usage before, Usage now, int count) =>
        $"{(now.Resident - before.Resident) / 1024.0 / count:0.0} KiB RSS, {(now.Heap - before.Heap) / 1024.0 / count:0.0} KiB heap each";

    private static void Say(string what, string value) => Console.WriteLine($"| {what} | {value} |");
}
