using System.Diagnostics;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>What sessions cost in which nothing happens: with a sharer and a viewer connected, and with nobody.</summary>
internal static class Idle
{
    private const int Activated = 200;
    public static async Task Measure(Arguments arguments, Report report)
    {
        var atRest = TimeSpan.FromSeconds(arguments.Seconds(60, 2));
        foreach (var sessions in arguments.Sessions("1000,9700", "100"))
        {
            await Bare(report, sessions, atRest);
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
            report.Add(Per("an idle session, a sharer connected, heap", Tools.Own, before, shared, sessions));

            var viewers = await RawSessions.Many(sessions, number => RawSessions.Join(server, sharers[number].Link));
            foreach (var viewer in viewers)
                _ = viewer.Drain();
            var viewersAlive = RawSessions.KeepAlive(viewers, stop.Token);
            await Task.Delay(3000);
            var connected = server.Usage(collected: true);
            report.Add(Per(What.IdleWithBoth, Tools.Own, before, connected, sessions));
            var rest = await AtRestOf(server.Processor, atRest);
            report.Add(new Row("idle sessions, a sharer and a viewer each, processor", Tools.Own, "% of a core")
            {
                Figures = Summary.Of(rest),
                Note = $"{sessions} sessions",
                Own = sessions >= 9000 ? ("10,000 sessions: at most 15 % of a core", rest <= 15) : null,
            });

            await stop.CancelAsync();
            await Task.WhenAll(alive, viewersAlive);
            foreach (var connection in connections.Concat(viewers))
                connection.Dispose();
            await Task.Delay(arguments.Quick ? 2000 : 5000);
            report.Add(Per(What.IdleAlone, Tools.Own, before, server.Usage(collected: true), sessions));

            await server.KillAndRestart();
            await Activate(report, server, [.. sharers.Select(sharer => sharer.Link)]);
        }
    }

    /// <summary>What the first ones load and compile is nobody's own.</summary>
    private static async Task Warm(Server server, string token)
    {
        for (var i = 0; i < 50; i++)
        {
            using var sharer = await RawSessions.Share(server, token);
            using var viewer = await RawSessions.Join(server, sharer.Link);
        }

        await Task.Delay(1000);
    }

    private static async Task Bare(Report report, int connections, TimeSpan atRest)
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
            report.Add(Per("an idle connection with a stream, heap", Tools.SignalR, before, server.Usage(), connections));
            report.Add(new Row("idle connections with a stream, processor", Tools.SignalR, "% of a core") { Figures = Summary.Of(await AtRestOf(server.Processor, atRest)), Note = $"{connections} connections" });
            await stop.CancelAsync();
            await alive;
            foreach (var connection in open)
                connection.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private static async Task Activate(Report report, Server server, SessionLink[] links)
    {
        var figures = new List<double>();
        foreach (var link in links.Take(Activated))
        {
            using var connection = await RawConnection.Open(new Uri(server.Url, Hubs.Viewer.Path), null);
            var begun = Stopwatch.GetTimestamp();
            await connection.Invoke(Hubs.Viewer.Join, $$"""{"version":1,"session":"{{link.Session}}","linkSecret":"{{link.Secret}}"}""");
            figures.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        report.Add(new Row("join of a session that is not in memory, after a start", Tools.Own, "ms") { Figures = Summary.Of(figures), Note = $"{links.Length} sessions stored" });
    }

    private static async Task<double> AtRestOf(Func<TimeSpan> processor, TimeSpan time)
    {
        var (before, begun) = (processor(), Stopwatch.GetTimestamp());
        await Task.Delay(time);
        return (processor() - before) / Stopwatch.GetElapsedTime(begun) * 100;
    }

    private static Row Per(string what, string tool, Usage before, Usage now, int count) => new(what, tool, "KiB")
    {
        Figures = Summary.Of((now.Heap - before.Heap) / 1024.0 / count),
        Note = $"{(now.Resident - before.Resident) / 1024.0 / count:0.0} KiB RSS; of {count}",
    };
}
