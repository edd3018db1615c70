using System.Diagnostics;
using System.Text;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>What signed-in people cost who follow their sessions while nothing happens, and how soon they hear when something does.</summary>
internal static class People
{
    private const int Changes = 200;
    private static readonly TimeSpan AtRest = TimeSpan.FromMinutes(1);

    public static async Task Measure(Arguments arguments, Report report)
    {
        var count = arguments.Viewers("1000", "1000")[0];
        await using var server = await Server.Start(arguments);
        var tokens = await RawSessions.Many(count, number => TokenOf(server, $"p{number}@example.com"));
        (await Follow(server, tokens[0])).Dispose();
        await Task.Delay(1000);
        var before = server.Usage(collected: true);

        var people = await RawSessions.Many(count, number => Follow(server, tokens[number]));
        foreach (var one in people[1..])
            _ = one.Drain();
        using var stop = new CancellationTokenSource();
        var alive = RawSessions.KeepAlive(people, stop.Token);
        await Task.Delay(5000);
        var now = server.Usage(collected: true);
        report.Say($"{count} people who follow, each", $"{(now.Resident - before.Resident) / 1024.0 / count:0.0} KiB RSS, {(now.Heap - before.Heap) / 1024.0 / count:0.0} KiB heap");
        var (processor, begun) = (server.Processor(), Stopwatch.GetTimestamp());
        await Task.Delay(AtRest);
        report.Say($"{count} people at rest, processor", $"{(server.Processor() - processor) / Stopwatch.GetElapsedTime(begun) * 100:0.0} % of a core");

        report.Add(new Row("a changed role, from the request to the item at who has it", Tools.Own, "ms") { Figures = Summary.Of(await Hear(server, people[0])) });
        await stop.CancelAsync();
        await alive;
        foreach (var one in people)
            one.Dispose();
    }

    /// <summary>Another person changes the role of the first, again and again.</summary>
    private static async Task<List<double>> Hear(Server server, RawConnection person)
    {
        var sharers = await TokenOf(server, "sharer@example.com");
        using var sharer = await RawSessions.Share(server, sharers);
        _ = sharer.Listen();
        using var api = new ServerApi(server.Url, _ => ValueTask.FromResult<string?>(sharers));
        var figures = new List<double>();
        for (var change = 0; change < Changes; change++)
        {
            var role = change % 2 == 0 ? Role.View : Role.Edit;
            var expected = $"\"role\":\"{(change % 2 == 0 ? "view" : "edit")}\"";
            var begun = Stopwatch.GetTimestamp();
            var asking = api.ChangeAccess(sharer.Link.Session, new AccessChange { Allow = new EmailRule("p0@example.com", role) }, CancellationToken.None);
            while (!Encoding.UTF8.GetString((await person.Next()).Span).Contains(expected, StringComparison.Ordinal))
            {
            }

            figures.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await asking;
        }

        return figures;
    }

    private static async Task<RawConnection> Follow(Server server, string token)
    {
        var connection = await RawConnection.Open(new Uri(server.Url, Hubs.Me.Path), token);
        await connection.Stream(Hubs.Me.Watch, """{"version":1}""");
        await connection.Next();
        return connection;
    }

    private static async Task<string> TokenOf(Server server, string email)
    {
        using var api = new ServerApi(server.Url);
        return (await api.SignInLocally(email, null, CancellationToken.None)).Token;
    }

}
