using System.Diagnostics;

namespace SessionShare.Bench.Yardsticks;

/// <summary>Writes numbered lines at an even rate, each with the moment at which it is written: bench/Bench/Measuring/LineReader.cs reads them.</summary>
internal static class StampedLines
{
    public static void Write(int linesPerSecond, int length, double seconds)
    {
        using var output = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(1, false), FileAccess.Write, 0);
        var (line, begun) = (new byte[length], Stopwatch.GetTimestamp());
        for (long number = 0; number < (long)(linesPerSecond * seconds); number++)
        {
            var due = begun + (number * Stopwatch.Frequency / linesPerSecond);
            while (Stopwatch.GetTimestamp() is var now && now < due)
                Thread.Sleep(Math.Max(1, (int)((due - now) * 1000 / Stopwatch.Frequency)));
            Fill(line, number, Stopwatch.GetTimestamp());
            output.Write(line);
        }
    }

    /// <summary><c>number stamp letters LF</c>; the number has 10 digits, the stamp, of <see cref="Stopwatch.GetTimestamp"/>, 19.</summary>
    public static void Fill(Span<byte> line, long number, long stamp)
    {
        number.TryFormat(line, out _, "D10");
        line[10] = (byte)' ';
        stamp.TryFormat(line[11..], out _, "D19");
        line[30] = (byte)' ';
        for (var at = 31; at < line.Length - 1; at++)
            line[at] = (byte)('a' + ((number + at) % 26));
        line[^1] = (byte)'\n';
    }
}
