using System.Diagnostics.Metrics;

namespace SessionShare.Silo.Telemetry;

/// <summary>Instruments' names as Prometheus has them, by OpenTelemetry's rules: no dots, the unit at the end, <c>_total</c> behind counts.</summary>
internal static class MetricNames
{
    private const string Total = "_total";

    /// <summary>The name of an instrument's series.</summary>
    public static string Of(Instrument instrument)
    {
        var (name, unit) = (Plain(instrument.Name), UnitOf(instrument.Unit));
        if (unit.Length > 0 && !name.EndsWith("_" + unit, StringComparison.Ordinal))
            name += "_" + unit;
        return KindOf(instrument) == MetricKind.Counter && !name.EndsWith(Total, StringComparison.Ordinal) ? name + Total : name;
    }

    /// <summary>A name in the characters that are allowed.</summary>
    public static string Plain(string name) => string.Create(name.Length, name, (text, from) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
    });

    /// <summary>What kind of series an instrument has.</summary>
    public static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>) ? MetricKind.Counter
            : generic == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
    }

    /// <summary>Whether an instrument is added up, instead of saying how much there is.</summary>
    public static bool IsSummed(Instrument instrument) => !instrument.IsObservable
        && instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() != typeof(Gauge<>);

    private static string UnitOf(string? unit) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" or "bytes" => "bytes",
        "%" => "percent",
        null or "" or "1" => "",
        _ when unit.StartsWith('{') => "",
        _ => Plain(unit),
    };
}

/// <summary>Kinds of series.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>How much there is just now.</summary>
    Gauge,

    /// <summary>How often a value was how large.</summary>
    Histogram,
}
