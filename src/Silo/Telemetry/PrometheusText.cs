using System.Globalization;
using System.Text;

namespace SessionShare.Silo.Telemetry;

/// <summary>Prometheus' text format, 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Everything that was measured, by name. Instruments of one name are one metric, whose first series of each label counts.</summary>
    public static string Of(IEnumerable<RecordedInstrument> all)
    {
        var text = new StringBuilder();
        foreach (var metric in all.GroupBy(recorded => recorded.Name, StringComparer.Ordinal).OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            var first = metric.First();
            text.Append(CultureInfo.InvariantCulture, $"# HELP {first.Name} {Escape(first.Description)}\n# TYPE {first.Name} {TypeOf(first.Kind)}\n");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var recorded in metric.Where(recorded => recorded.Kind == first.Kind))
                recorded.Read(series => Write(text, recorded, series, seen));
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, RecordedInstrument recorded, MetricSeries series, HashSet<string> seen)
    {
        if (!seen.Add(series.Labels))
            return;
        if (recorded.Kind == MetricKind.Histogram)
            WriteBuckets(text, recorded, series);
        else
            Line(text, recorded.Name, series.Labels, series.Value);
    }

    private static void WriteBuckets(StringBuilder text, RecordedInstrument recorded, MetricSeries series)
    {
        var (before, count) = (series.Labels.Length > 0 ? series.Labels + "," : "", 0L);
        for (var i = 0; i < series.Buckets.Count; i++)
        {
            count += series.Buckets[i];
            Line(text, recorded.Name + "_bucket", $"{before}le=\"{(i < recorded.Bounds.Count ? Number(recorded.Bounds[i]) : "+Inf")}\"", count);
        }

        Line(text, recorded.Name + "_sum", series.Labels, series.Value);
        Line(text, recorded.Name + "_count", series.Labels, count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };
}
