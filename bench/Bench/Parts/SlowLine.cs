namespace SessionShare.Bench;

/// <summary>A viewer's line is what limits: what compression is worth there.</summary>
internal static class SlowLine
{
    private const int MegabitsPerSecond = 10;
    private const int RoundTripMilliseconds = 20;

    public static async Task Measure(Arguments arguments, Report report)
    {
        var megabytes = arguments.Has("--mb") ? arguments.Megabytes : 5;
        var what = $"a viewer behind {MegabitsPerSecond} Mbit/s and {RoundTripMilliseconds} ms: coloured text";
        var text = await ColouredText.Of(megabytes * 1_000_000);
        using var network = await Netem.Open(new Distance(TimeSpan.FromMilliseconds(RoundTripMilliseconds), 0, MegabitsPerSecond));
        foreach (var compresses in (bool[])[false, true])
        {
            var name = $"{Tools.Own}, Gateway:Compress={compresses}";
            string[] settings = [network.Setting, $"Gateway:Compress={compresses}"];
            // Such text may have what looks like a secret, and every byte is compared.
            await Tools.Guarded(report, what, name, async () => await OwnTool.Start(arguments, name, settings, ["--redact", "off"]), async tool =>
            {
                var file = Path.Combine(tool.Folder, "coloured");
                await File.WriteAllBytesAsync(file, text);
                var gate = new Gate(tool.Folder);
                network.Server = tool.Listening;
                await using var sharing = await tool.Share(Scripts.File(tool.Folder, gate, file));
                var (seconds, cost) = await Bulk.Once(tool, sharing, gate, 1, text, new Joining(WholeStory: true, Via: network));
                report.Add(new Row(what, name, "MB/s") { Figures = Summary.Of(megabytes / seconds), Cost = cost, Note = $"{megabytes} MB, all bytes equal" });
            });
        }
    }
}
