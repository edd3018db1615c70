using System.Diagnostics;
using SessionShare.Bench.Yardsticks;

namespace SessionShare.Bench;

/// <summary>A thousand viewers of one session: lines at a growing rate, until some are late or missing.</summary>
internal static class Crowd
{
    private const int LineBytes = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task Measure(Arguments arguments, Report report)
    {
        var viewers = arguments.Viewers("1000", "100")[0];
        await Tools.Each(arguments, report, $"{viewers:n0} viewers of one session", async tool =>
        {
            await using var sharing = await tool.ShareWritten();
            var begun = Stopwatch.GetTimestamp();
            var readers = await RawSessions.Many(viewers, async _ => new Reading(await sharing.Join(new Joining()), LineBytes));
            var joined = Stopwatch.GetElapsedTime(begun);
            var written = 0L;
            foreach (var rate in arguments.Quick ? (int[])[10] : [2, 5, 10, 20, 50])
            {
                var (row, isWhole) = await Run(tool, sharing, readers, rate, arguments.Seconds(10, 2), written);
                written += (long)rate * arguments.Seconds(10, 2);
                report.Add(row with { Note = $"{row.Note}; all had joined after {joined.TotalSeconds:0.0} s" });
                if (!isWhole || row.Figures!.Median > 1000)
                    break;
            }

            foreach (var reader in readers)
                reader.Dispose();
        });
    }

    private static async Task<(Row Row, bool IsWhole)> Run(ITool tool, IWrittenSharing sharing, Reading[] readers, int rate, int seconds, long first)
    {
        foreach (var reader in readers)
            reader.Lines.Read(lines => lines.Forget());
        var (line, last) = (new byte[LineBytes], first + ((long)rate * seconds) - 1);
        var meter = Meter.Start(tool);
        var begun = Stopwatch.GetTimestamp();
        for (var number = first; number <= last; number++)
        {
            var due = begun + ((number - first) * Stopwatch.Frequency / rate);
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } early)
                await Task.Delay(early);
            StampedLines.Fill(line, number, due);
            await sharing.Write(line);
        }

        var whole = (await Task.WhenAll(readers.Select(reader => reader.IsWhole(last, Patience)))).Count(one => one);
        var row = new Row($"{readers.Length:n0} viewers of one session at {rate} lines of {LineBytes} B a second, from when a line was due until it is there", tool.Name, "ms")
        {
            Figures = Summary.Of([.. readers.SelectMany(reader => reader.Lines.Read(lines => lines.Latencies.ToArray()))]),
            Cost = meter.Stop((last - first + 1) * LineBytes / 1e6),
            Note = whole == readers.Length ? "every line, once, at every viewer" : $"{readers.Length - whole} viewers are not whole; {readers.FirstOrDefault(reader => reader.Fault is not null)?.Fault}",
            Own = tool.Name == Tools.Own ? ("without loss", whole == readers.Length) : null,
        };
        return (row, whole == readers.Length);
    }
}
