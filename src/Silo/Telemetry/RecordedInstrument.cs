using System.Diagnostics.Metrics;

namespace SessionShare.Silo.Telemetry;

/// <summary>What was measured by one instrument, by its labels. Thread-safe.</summary>
internal sealed class RecordedInstrument(Instrument instrument)
{
    /// <summary>Series of one instrument. What comes under further labels is added up in one, labelled <c>overflow="true"</c>.</summary>
    private const int MostSeries = 2000;

    private readonly Lock _gate = new();
    private readonly double[] _bounds = MetricNames.KindOf(instrument) == MetricKind.Histogram ? MetricBuckets.Of(instrument) : [];
    private readonly Dictionary<string, MetricSeries> _byLabels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MetricSeries> _byKey = new(StringComparer.Ordinal);
    private readonly bool _isSummed = MetricNames.IsSummed(instrument);

    public string Name { get; } = MetricNames.Of(instrument);

    public string Description => instrument.Description ?? "";

    public MetricKind Kind { get; } = MetricNames.KindOf(instrument);

    public IReadOnlyList<double> Bounds => _bounds;

    /// <summary>Forgets the series of an instrument that says all of them at each reading: one whose session ended ends with it.</summary>
    public void Begin()
    {
        if (!instrument.IsObservable)
            return;
        lock (_gate)
        {
            _byLabels.Clear();
            _byKey.Clear();
        }
    }

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            var series = Of(tags);
            if (Kind == MetricKind.Histogram)
                series.Record(value);
            else if (_isSummed)
                series.Add(value);
            else
                series.Set(value);
        }
    }

    /// <summary>Calls for each series, in the order of the labels. What was never measured stands at 0: else nobody would see its first step.</summary>
    public void Read(Action<MetricSeries> read)
    {
        lock (_gate)
        {
            if (_byLabels.Count == 0 && !instrument.IsObservable)
                read(new MetricSeries("", _bounds));
            foreach (var series in _byLabels.Values.OrderBy(series => series.Labels, StringComparer.Ordinal))
                read(series);
        }
    }

    /// <summary>The series of those tags; those that were seen before are found without making anything.</summary>
    private MetricSeries Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Span<char> key = stackalloc char[MetricLabels.KeyLength];
        if (!MetricLabels.TryKey(tags, key, out var length))
            return Labelled(MetricLabels.Of(tags));
        var known = _byKey.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(key[..length], out var series))
            return series;
        series = Labelled(MetricLabels.Of(tags));
        if (_byKey.Count < MostSeries)
            known[key[..length]] = series;
        return series;
    }

    private MetricSeries Labelled(string labels)
    {
        if (_byLabels.TryGetValue(labels, out var series))
            return series;
        if (_byLabels.Count >= MostSeries)
            labels = "overflow=\"true\"";
        return _byLabels.TryGetValue(labels, out series) ? series : _byLabels[labels] = new MetricSeries(labels, _bounds);
    }
}
