using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>What became of some pieces.</summary>
/// <param name="What">Of which kind, and how.</param>
/// <param name="Ratio">How much smaller.</param>
/// <param name="Megabytes">Before, 10^6 bytes.</param>
/// <param name="Packing">Ticks of the stopwatch.</param>
/// <param name="Unpacking">Ticks of the stopwatch.</param>
/// <param name="Latencies">Of each piece, packed and unpacked, microseconds.</param>
internal sealed record Squeezed(string What, double Ratio, double Megabytes, int Pieces, long Packing, long Unpacking, List<double> Latencies)
{
    private double MillisecondsToPack => Packing * 1000.0 / Stopwatch.Frequency / Megabytes;

    private double MillisecondsToUnpack => Unpacking * 1000.0 / Stopwatch.Frequency / Megabytes;

    public Row Row => new(What, "zlib or Brotli", "µs a piece")
    {
        Figures = Summary.Of(Latencies),
        Note = $"{Ratio:0.0}x smaller, {Megabytes * 1e6 / Pieces:0} B each before; {MillisecondsToPack:0.0} ms a MB to pack, {MillisecondsToUnpack:0.0} to unpack",
    };

    /// <summary>Milliseconds from one end of a way to the other for a MB, packing and unpacking included.</summary>
    public double Through(double megabytesPerSecond) => (1000 / megabytesPerSecond / Ratio) + MillisecondsToPack + MillisecondsToUnpack;
}
