using System.Diagnostics;
using System.Globalization;
using SessionShare.Terminal;

namespace SessionShare.Bench.Screens;

/// <summary>Measures how fast a screen takes output in, in pieces as a PTY gives them. Counted in time of the processor, so that others on the machine do not matter.</summary>
internal static class Speed
{
    private const int PieceBytes = 16 * 1024;
    private const int Runs = 20;

    public static string Measure(string name, byte[] output, int megabytes)
    {
        var screen = new Screen(80, 24);
        for (var warm = 0; warm < 20; warm++)
            Write(screen, output);
        var (best, allocated) = (double.MaxValue, long.MaxValue);
        for (var run = 0; run < Runs; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Environment.CpuUsage.TotalTime;
            for (var count = 0; count < Math.Max(megabytes / Runs, 1); count++)
                Write(screen, output);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - watch).TotalSeconds);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        var written = output.Length / 1e6 * Math.Max(megabytes / Runs, 1);
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {written / best:0} | {allocated / written:0} |");
    }

    public static string MeasureKeyframe(string name, byte[] output)
    {
        var screen = new Screen(80, 24);
        screen.Write(output);
        var best = double.MaxValue;
        var length = 0;
        for (var run = 0; run < 200; run++)
        {
            var watch = Stopwatch.StartNew();
            length = KeyframeWriter.Write(screen).Length;
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
        }
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {length} | {best:0.00} |");
    }

    private static void Write(Screen screen, ReadOnlySpan<byte> output)
    {
        for (; output.Length > PieceBytes; output = output[PieceBytes..])
            screen.Write(output[..PieceBytes]);
        screen.Write(output);
    }
}
