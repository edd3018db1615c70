namespace SessionShare.Bench;

/// <summary>Many sessions at once, each with a sharer that writes lines evenly and one viewer; sharers and viewers are the harness's own connections.</summary>
internal static class Busy
{
    private const int LineBytes = 200;

    /// <summary>Bytes a second of each session.</summary>
    private const int UsualRate = 2000;

    private const double Bearable = 50;

    public static async Task Measure(Arguments arguments, Report report)
    {
        var rate = arguments.Rate(UsualRate);
        await Tools.Each(arguments, report, $"sessions at {rate:n0} B/s each, a viewer each, from when a line was due until it is there", tool => Ramp(tool, arguments, report, rate));
    }

    /// <summary>More and more sessions until lines are late or missing.</summary>
    private static async Task Ramp(ITool tool, Arguments arguments, Report report, int rate)
    {
        await using var all = new BusySessions(tool, LineBytes);
        foreach (var count in arguments.Sessions("100,200,400,700,1000,1500,2000", "50"))
        {
            await all.Grow(count);
            var row = await all.Run(Name(count, rate), (double)rate / LineBytes, arguments.Seconds(10, 2));
            report.Add(row.Row);
            if (!row.IsWhole || row.Row.Figures!.P99 > Bearable)
                return;
        }
    }

    /// <summary>A thousand sessions with a viewer each: the highest of some rates at which nothing is lost and lines are not late.</summary>
    public static async Task Thousand(Arguments arguments, Report report)
    {
        var count = arguments.Sessions("1000", "200")[0];
        foreach (var rate in arguments.Has("--rate") ? [arguments.Rate(0)] : arguments.Quick ? [400] : (int[])[200, 400, 1000, 2000])
        {
            var what = Name(count, rate);
            await Tools.Each(arguments, report, what, async tool =>
            {
                await using var all = new BusySessions(tool, LineBytes);
                await all.Grow(count);
                report.Add((await all.Run(what, (double)rate / LineBytes, arguments.Seconds(10, 2))).Row);
            });
        }
    }

    private static string Name(int count, int rate) => $"{count:n0} sessions at {rate:n0} B/s each, a viewer each, from when a line was due until it is there";
}
