namespace SessionShare.Bench;

/// <summary>Output at an even 82 KB/s, 1,000 lines a second, each with the moment of its writing: how late it is at every viewer.</summary>
internal static class Paced
{
    private const int LineBytes = 82;
    private const int LinesPerSecond = 1000;

    /// <summary>Lines that are not counted: programs are warm behind them.</summary>
    private const int Warm = LinesPerSecond;

    public static async Task Measure(Arguments arguments, Report report)
    {
        foreach (var viewers in arguments.Viewers("1,10,100", "10"))
        {
            var what = What.Paced(viewers);
            Task Run(ITool tool) => Of(tool, arguments, report, viewers);
            await Tools.Each(arguments, report, what, Run);
            if (viewers == 10 && !arguments.Quick && arguments.Tools.Contains(Tools.Own))
            {
                await Tools.Guarded(report, what, Tools.Own, async () => await OwnTool.Start(arguments, $"{Tools.Own}, `--redact off`", options: ["--redact", "off"]), Run);
                await Tools.Guarded(report, what, Tools.Own, async () => await OwnTool.Start(arguments, $"{Tools.Own}, limits by default", lifted: false), Run);
            }
        }
    }

    private static async Task Of(ITool tool, Arguments arguments, Report report, int viewers)
    {
        var seconds = arguments.Seconds(10, 1) + (Warm / LinesPerSecond);
        var last = ((long)seconds * LinesPerSecond) - 1;
        var gate = new Gate(tool.Folder);
        await using var sharing = await tool.Share(Scripts.Lines(tool.Folder, gate, LinesPerSecond, LineBytes, seconds));
        var views = await RawSessions.Many(viewers, _ => sharing.Join(new Joining()));
        try
        {
            await Task.Delay(500);
            var meter = Meter.Start(tool, sharing);
            var reading = views.Select(view => Read(view, last)).ToArray();
            gate.Open();
            var lines = await Task.WhenAll(reading).WaitAsync(TimeSpan.FromSeconds(seconds + 60));
            var whole = lines.Count(one => one.IsWhole(last));
            report.Add(new Row(What.Paced(viewers), tool.Name, "ms")
            {
                Figures = Summary.Of([.. lines.SelectMany(one => one.Latencies.Skip(Warm))]),
                Cost = meter.Stop((last + 1) * LineBytes / 1e6),
                Note = whole == viewers ? "every line, once, at every viewer" : $"{viewers - whole} viewers are not whole; the first of them: {lines.First(one => !one.IsWhole(last)).Account(last)}",
                Own = tool.Name == Tools.Own ? ("0 bytes lost or doubled", whole == viewers) : null,
            });
        }
        finally
        {
            foreach (var view in views)
                view.Dispose();
        }
    }

    private static async Task<LineReader> Read(IView view, long last)
    {
        var lines = new LineReader(LineBytes);
        while (lines.Newest < last)
        {
            var output = await view.Next();
            if (!output.IsScreen)
                lines.Take(output.Bytes.Span);
        }

        return lines;
    }
}
