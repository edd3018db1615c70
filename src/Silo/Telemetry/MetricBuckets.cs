using System.Diagnostics.Metrics;

namespace SessionShare.Silo.Telemetry;

/// <summary>The bounds of a histogram's buckets: those that its instrument asks for, else by its unit.</summary>
internal static class MetricBuckets
{
    /// <summary>From a grain call on one machine to a storage that stands still.</summary>
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private static readonly double[] Others = [1, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000, 100_000, 1_000_000];

    /// <summary>Upper bounds, in order.</summary>
    public static double[] Of(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } asked } => [.. asked],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } asked } => [.. asked.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } asked } => [.. asked.Select(bound => (double)bound)],
        { Unit: "s" } => Seconds,
        _ => Others,
    };
}
