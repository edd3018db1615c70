using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>Connections of viewers that are cut, and a server that is killed, while a program writes 82 KB/s: how soon there is new output again, and what is lost or comes twice.</summary>
internal static class Cuts
{
    private const int LineBytes = 82;
    private const int LinesPerSecond = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task Measure(Arguments arguments, Report report)
    {
        var cuts = arguments.Quick ? 3 : 20;
        if (arguments.Tools.Contains(Tools.Own))
            await Own(arguments, report, cuts, arguments.Quick ? 1 : 5);

        using var network = new Network();
        await Tools.Each(arguments, report, What.Cut("a viewer"), tool => tool.Name == Tools.Own ? Task.CompletedTask : Other(tool, network, report, cuts), network);
        foreach (var name in arguments.Tools.Where(name => name != Tools.Own))
            report.Add(new Row(What.Kill("a viewer"), name, "ms") { Note = name == Tools.TtyShare ? "the server is the sharer's own program: the session is over" : "sessions are in its memory alone: the session is over" });
    }

    private static async Task Own(Arguments arguments, Report report, int cuts, int kills)
    {
        using var network = new Network();
        await using var tool = await OwnTool.Start(arguments, settings: [network.Setting]);
        network.Server = tool.Own.Url;
        var gate = new Gate(tool.Folder);
        await using var sharing = (OwnTool.Sharing)await tool.Share(Scripts.Lines(tool.Folder, gate, LinesPerSecond, LineBytes, 3600));
        await using var viewer = await Watching.Join(network.Url, sharing.Link, recorder: false, LineBytes);
        await using var recorder = await Watching.Join(network.Url, sharing.Link, recorder: true, LineBytes);
        (string Name, Watching Watching)[] all = [("a viewer", viewer), ("a recorder", recorder)];
        gate.Open();
        await UntilWrittenAfter(all, Stopwatch.GetTimestamp());

        var figures = await Faults(all, cuts, () =>
        {
            network.Cut();
            return Task.FromResult(Stopwatch.GetTimestamp());
        });
        Tell(report, all, figures, What.Cut);
        figures = await Faults(all, kills, async () =>
        {
            await tool.Own.KillAndRestart();
            return Stopwatch.GetTimestamp();
        });
        Tell(report, all, figures, What.Kill);
    }

    /// <summary>For each fault and viewer the milliseconds from the moment that the fault names until a line is there that was written behind it.</summary>
    private static async Task<List<double>[]> Faults((string Name, Watching Watching)[] all, int count, Func<Task<long>> fault)
    {
        var (random, figures) = (new Random(1), all.Select(_ => new List<double>()).ToArray());
        for (var done = 0; done < count; done++)
        {
            await Task.Delay(random.Next(300, 1000));
            var begun = await fault();
            await Task.WhenAll(all.Select(async (one, number) =>
            {
                await one.Watching.Lines.UntilWrittenAfter(begun, Patience);
                figures[number].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }));
        }

        return figures;
    }

    private static Task UntilWrittenAfter((string Name, Watching Watching)[] all, long stamp) => Task.WhenAll(all.Select(one => one.Watching.Lines.UntilWrittenAfter(stamp, Patience)));

    private static void Tell(Report report, (string Name, Watching Watching)[] all, List<double>[] figures, Func<string, string> what)
    {
        foreach (var ((name, watching), times) in all.Zip(figures))
        {
            var (account, whole) = watching.Lines.Read(lines => (lines.Account(lines.Newest), lines.IsWhole(lines.Newest)));
            report.Add(new Row(what(name), Tools.Own, "ms")
            {
                Figures = Summary.Of(times),
                Note = $"{account}, in all since the first; was told {watching.Laggings} times that it skips",
                Own = ("0 bytes lost or doubled", whole),
            });
        }
    }

    private static async Task Other(ITool tool, Network network, Report report, int cuts)
    {
        var (figures, account) = await Returned(tool, network, LinesPerSecond, LineBytes, cuts);
        report.Add(new Row(What.Cut("a viewer"), tool.Name, "ms") { Figures = Summary.Of(figures), Note = $"{account}; the harness connects again, at once" });
    }

    /// <summary>
    /// A viewer behind a network whose connections are cut at random moments, and that comes back at once: milliseconds from each cut until a line is there that was written behind it, and what was lost or
    /// came twice.
    /// </summary>
    public static async Task<(List<double> Figures, string Account)> Returned(ITool tool, Network network, int linesPerSecond, int lineBytes, int cuts)
    {
        var gate = new Gate(tool.Folder);
        await using var sharing = await tool.Share(Scripts.Lines(tool.Folder, gate, linesPerSecond, lineBytes, 3600));
        network.Server = sharing.Address;
        await using var returning = await Returning.Start(sharing, network, lineBytes);
        await Task.Delay(500);
        gate.Open();
        await returning.Lines.UntilWrittenAfter(Stopwatch.GetTimestamp(), Patience);
        var figures = await Of(network, returning.Lines, cuts);
        return (figures, returning.Lines.Read(lines => lines.Account(lines.Newest)));
    }

    private static async Task<List<double>> Of(Network network, Follower lines, int cuts)
    {
        var (random, figures) = (new Random(1), new List<double>());
        for (var cut = 0; cut < cuts; cut++)
        {
            await Task.Delay(random.Next(300, 1000));
            network.Cut();
            var begun = Stopwatch.GetTimestamp();
            await lines.UntilWrittenAfter(begun, Patience);
            figures.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return figures;
    }
}
