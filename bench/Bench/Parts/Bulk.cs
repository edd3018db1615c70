using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>A command that writes much, from its start until the last viewer has every byte; each byte is compared.</summary>
internal static class Bulk
{
    /// <summary>With more than 10 viewers: all of them together get ten times as much already.</summary>
    private const int ManyViewersMegabytes = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task Measure(Arguments arguments, Report report)
    {
        foreach (var viewers in arguments.Viewers("1,10,100", "10"))
        {
            var (what, megabytes) = (What.Bulk(viewers), viewers > 10 && !arguments.Has("--mb") ? ManyViewersMegabytes : arguments.Megabytes);
            Task Run(ITool tool) => Of(tool, arguments, report, viewers, megabytes);
            await Tools.Each(arguments, report, what, Run);
            if (viewers == 10 && !arguments.Quick && arguments.Tools.Contains(Tools.Own))
            {
                await Tools.Guarded(report, what, Tools.Own, async () => await OwnTool.Start(arguments, $"{Tools.Own}, `--redact off`", options: ["--redact", "off"]), Run);
                await Tools.Guarded(report, what, Tools.Own, async () => await OwnTool.Start(arguments, $"{Tools.Own}, limits by default", lifted: false), Run);
            }
        }
    }

    private static async Task Of(ITool tool, Arguments arguments, Report report, int viewers, int megabytes)
    {
        var file = TextFile(tool.Folder, megabytes);
        var expected = await File.ReadAllBytesAsync(file);
        var (rates, costs) = (new List<double>(), new List<Cost>());
        for (var run = 0; run < arguments.Runs; run++)
        {
            var gate = new Gate(tool.Folder);
            await using var sharing = await tool.Share(Scripts.File(tool.Folder, gate, file));
            var (seconds, cost) = await Once(tool, sharing, gate, viewers, expected, new Joining(WholeStory: true));
            rates.Add(megabytes / seconds);
            costs.Add(cost);
        }

        report.Add(new Row(What.Bulk(viewers), tool.Name, "MB/s") { Figures = Summary.Of(rates), Cost = Cost.Sum(costs), Note = $"{megabytes} MB each time, all bytes equal" });
    }

    /// <summary>Seconds from the opening of the gate until everyone has all of it.</summary>
    public static async Task<(double Seconds, Cost Cost)> Once(ITool tool, ISharing sharing, Gate gate, int viewers, byte[] expected, Joining how)
    {
        var views = await RawSessions.Many(viewers, _ => sharing.Join(how));
        try
        {
            await Task.Delay(500);
            var meter = Meter.Start(tool, sharing);
            var reading = views.Select(view => Compare(view, expected)).ToArray();
            var begun = Stopwatch.GetTimestamp();
            gate.Open();
            await All(reading);
            return (Stopwatch.GetElapsedTime(begun).TotalSeconds, meter.Stop(expected.Length / 1e6));
        }
        finally
        {
            foreach (var view in views)
                view.Dispose();
        }
    }

    /// <summary>Random-looking text, written once; of letters that nothing secret is made of, since a redactor may stand in the way.</summary>
    public static string TextFile(string folder, int megabytes)
    {
        var path = Path.Combine(folder, $"text-{megabytes}");
        if (File.Exists(path))
            return path;

        var random = new Random(1);
        using var file = File.Create(path);
        var line = new byte[100];
        for (var i = 0; i < megabytes * 10_000; i++)
        {
            random.GetItems("abcdefghijklmnopqrstuvwxyz     .,;-()[]"u8, line);
            line[99] = (byte)'\n';
            file.Write(line);
        }

        return path;
    }

    private static async Task Compare(IView view, byte[] expected)
    {
        for (var at = 0; at < expected.Length;)
        {
            var output = await view.Next();
            if (output.IsScreen)
                continue;
            if (at + output.Bytes.Length > expected.Length || !output.Bytes.Span.SequenceEqual(expected.AsSpan(at, output.Bytes.Length)))
                throw new InvalidOperationException($"a viewer's bytes differ behind byte {at:n0}{(view.Told is { } told ? $"; it was told: {told}" : "")}.");
            at += output.Bytes.Length;
        }
    }

    /// <summary>The first that fails ends the waiting.</summary>
    private static async Task All(Task[] reading)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var one in Task.WhenEach(reading).WithCancellation(patience.Token))
                await one;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{reading.Count(one => !one.IsCompleted)} of {reading.Length} viewers had not every byte after {Patience.TotalMinutes} min.");
        }
    }
}
