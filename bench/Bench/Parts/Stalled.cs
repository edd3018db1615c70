using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>Nine viewers who read and one that stops reading its socket, while a program writes 1.5 MB/s: who waits, and what becomes of the tenth.</summary>
internal static class Stalled
{
    private const int LineBytes = 1000;
    private const int LinesPerSecond = 1500;
    private const int Fast = 9;
    private const string Held = "one of ten viewers stalled: the longest that the program was held in its writing";
    private const string Late = "one of ten viewers stalled: from writing a line to having it, at the nine others";
    private const string Back = "one of ten viewers stalled: it reads again, until it has new output";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Task Measure(Arguments arguments, Report report) => Tools.Each(arguments, report, Held, async tool =>
    {
        var (before, stalled, after) = (arguments.Quick ? 1 : 2, arguments.Seconds(10, 3), arguments.Quick ? 1 : 5);
        var gate = new Gate(tool.Folder);
        await using var sharing = await tool.Share(Scripts.Lines(tool.Folder, gate, LinesPerSecond, LineBytes, before + stalled + after));
        var fast = await RawSessions.Many(Fast, async _ => new Reading(await sharing.Join(new Joining()), LineBytes));
        using var slow = new Reading(await sharing.Join(new Joining(SmallBuffer: true)), LineBytes);
        var meter = Meter.Start(tool, sharing);
        gate.Open();
        await Task.Delay(TimeSpan.FromSeconds(before));
        slow.Stall();
        await Task.Delay(TimeSpan.FromSeconds(stalled));
        var begun = Stopwatch.GetTimestamp();
        slow.Recover();
        var recovered = await Recovered(slow, begun);

        var last = ((before + stalled + after) * (long)LinesPerSecond) - 1;
        var whole = await Task.WhenAll(fast.Select(viewer => viewer.IsWhole(last, Patience)));
        var own = tool.Name == Tools.Own;
        var hold = fast[0].Lines.Read(lines => lines.LongestHold);
        report.Add(new Row(Held, tool.Name, "ms") { Figures = Summary.Of(hold), Cost = meter.Stop((last + 1) * LineBytes / 1e6), Own = own ? ("nobody waits: at most 250 ms", hold <= 250) : null });
        var latencies = fast.SelectMany(viewer => viewer.Lines.Read(lines => lines.Latencies)).ToList();
        report.Add(new Row(Late, tool.Name, "ms")
        {
            Figures = Summary.Of(latencies),
            Note = $"{whole.Count(one => one)} of {Fast} have every line, once",
            Own = own ? ("every line, once, at all nine", whole.All(one => one)) : null,
        });
        report.Add(new Row(Back, tool.Name, "ms")
        {
            Figures = recovered is { } time ? Summary.Of(time.TotalMilliseconds) : null,
            Note = $"{slow.Lines.Read(lines => $"{lines.Lost:n0} lines left out, {lines.Doubled} doubled")}; told: {slow.Told ?? "nothing"}{(slow.Fault is { } fault ? $"; {fault}" : "")}",
            Own = own ? ("recovers by itself, and is told what it misses", recovered is not null && (slow.Told is not null || slow.Lines.Read(lines => lines.Lost == 0))) : null,
        });
        foreach (var viewer in fast)
            viewer.Dispose();
    });

    /// <summary>Null: not in time, or its connection has ended.</summary>
    private static async Task<TimeSpan?> Recovered(Reading slow, long begun)
    {
        var there = slow.Lines.UntilWrittenAfter(begun, Patience);
        await Task.WhenAny(there, slow.Ended);
        return there.IsCompletedSuccessfully ? Stopwatch.GetElapsedTime(begun) : null;
    }
}
