using System.Globalization;

namespace SessionShare.Bench;

/// <summary>What is told of many figures.</summary>
/// <param name="P99">Null for fewer than 100 figures.</param>
internal sealed record Summary(double Min, double Median, double? P99, double Max, int Count)
{
    public static Summary Of(params IReadOnlyCollection<double> figures)
    {
        if (figures.Count == 0)
            throw new InvalidOperationException("Nothing was measured.");
        var sorted = figures.Order().ToArray();
        double At(double part) => sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))];
        return new(At(0), At(0.5), sorted.Length < 100 ? null : At(0.99), At(1), sorted.Length);
    }

    /// <summary>A figure as tables show it: three digits that count, none behind the point from 100 on.</summary>
    public static string Text(double? figure) => figure switch
    {
        null => "",
        0 => "0",
        { } value when Math.Abs(value) >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        { } value when Math.Abs(value) >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        { } value when Math.Abs(value) >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        { } value => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
