using System.Globalization;
using SessionShare.Terminal.Redaction;

namespace SessionShare.Bench.Redaction;

/// <summary>Measures how fast output passes a redactor, in pieces as a PTY gives them. Counted in time of the processor, so that others on the machine do not matter.</summary>
internal static class Speed
{
    public const int Runs = 5;
    private const int PieceBytes = 16 * 1024;

    public static string Measure(string name, byte[] output, int hits)
    {
        var redactor = new Redactor(RedactionRules.WellKnown);
        Write(redactor, output.AsSpan(0, Math.Min(output.Length, 4_000_000)));
        var (best, allocated) = (double.MaxValue, long.MaxValue);
        for (var run = 0; run < Runs; run++)
        {
            var (before, began) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime);
            Write(redactor, output);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - began).TotalSeconds);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        var megabytes = output.Length / 1e6;
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {megabytes:0.0} | {megabytes / best:0} | {allocated / megabytes:0} | {hits} |");
    }

    private static void Write(Redactor redactor, ReadOnlySpan<byte> output)
    {
        for (; output.Length > PieceBytes; output = output[PieceBytes..])
            redactor.Write(output[..PieceBytes], static _ => { });
        redactor.Write(output, static _ => { });
    }
}
