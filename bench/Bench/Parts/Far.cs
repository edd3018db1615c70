namespace SessionShare.Bench;

/// <summary>The sharer, or a viewer, is 50 or 200 ms of round trip away, and one segment of a hundred is lost.</summary>
internal static class Far
{
    private const double Loss = 0.01;
    private const int LineBytes = 820;
    private const int LinesPerSecond = 100;

    public static async Task Measure(Arguments arguments, Report report)
    {
        foreach (var milliseconds in arguments.Quick ? (int[])[50] : [50, 200])
        {
            var away = $"{milliseconds} ms and 1 % loss away";
            var distance = new Distance(TimeSpan.FromMilliseconds(milliseconds), Loss);
            await With(distance, arguments, report, $"a sharer {away}: bulk to one viewer", Throughput);
            await With(distance, arguments, report, $"an editor {away}: key to its echo", Typing);
            if (arguments.Quick)
                continue;
            await With(distance, arguments, report, $"a viewer {away}: its connection was cut, until new output", CatchUp);
        }
    }

    private static async Task With(Distance distance, Arguments arguments, Report report, string what, Func<ITool, Network, Arguments, Task<Row>> measure)
    {
        using var network = await Netem.Open(distance);
        await Tools.Each(arguments, report, what, async tool => report.Add((await measure(tool, network, arguments)) with { What = what }), network);
    }

    private static async Task<Row> Throughput(ITool tool, Network network, Arguments arguments)
    {
        var megabytes = arguments.Has("--mb") ? arguments.Megabytes : arguments.Quick ? 1 : 5;
        var file = Bulk.TextFile(tool.Folder, megabytes);
        var gate = new Gate(tool.Folder);
        network.Server = tool.Listening;
        await using var sharing = await tool.Share(Scripts.File(tool.Folder, gate, file), network);
        var (seconds, cost) = await Bulk.Once(tool, sharing, gate, 1, await File.ReadAllBytesAsync(file), new Joining(WholeStory: true));
        return new Row("", tool.Name, "MB/s") { Figures = Summary.Of(megabytes / seconds), Cost = cost, Note = $"{megabytes} MB, all bytes equal" };
    }

    private static async Task<Row> Typing(ITool tool, Network network, Arguments arguments)
    {
        await using var sharing = await tool.Share(Scripts.Echo(tool.Folder));
        network.Server = sharing.Address;
        using var editor = await sharing.Join(new Joining(Via: network));
        using var viewer = await sharing.Join(new Joining());
        await Echo.Type(editor, viewer, 3);
        var (figures, _) = await Echo.Type(editor, viewer, arguments.Quick ? 10 : 200);
        return new Row("", tool.Name, "ms") { Figures = Summary.Of(figures) };
    }

    private static async Task<Row> CatchUp(ITool tool, Network network, Arguments arguments)
    {
        var (figures, account) = await Cuts.Returned(tool, network, LinesPerSecond, LineBytes, 10);
        return new Row("", tool.Name, "ms") { Figures = Summary.Of(figures), Note = $"82 KB/s; {account}" };
    }
}
