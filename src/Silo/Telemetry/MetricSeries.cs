namespace SessionShare.Silo.Telemetry;

/// <summary>One series of an instrument: its labels, and what was measured under them. Its instrument guards it.</summary>
/// <param name="labels">As the page writes them, without braces.</param>
/// <param name="bounds">Of a histogram: the upper bounds of its buckets; else empty.</param>
internal sealed class MetricSeries(string labels, double[] bounds)
{
    private readonly long[] _buckets = new long[bounds.Length + 1];

    public string Labels => labels;

    /// <summary>The count, the newest value, or of a histogram the sum.</summary>
    public double Value { get; private set; }

    /// <summary>Of a histogram: measurements by bucket, each for itself; the last has no bound.</summary>
    public IReadOnlyList<long> Buckets => _buckets;

    public void Add(double value) => Value += value;

    public void Set(double value) => Value = value;

    public void Record(double value)
    {
        Value += value;
        var bucket = Array.BinarySearch(bounds, value);
        _buckets[bucket < 0 ? ~bucket : bucket]++;
    }
}
