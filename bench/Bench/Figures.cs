namespace SessionShare.Bench;

/// <summary>A row of the table.</summary>
internal static class Figures
{
    public static string Row(string what, IReadOnlyList<double> figures, string unit)
    {
        var sorted = figures.Order().ToArray();
        string At(double part) => sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))].ToString("0.##");
        return $"| {what} | {At(0)} | {At(0.5)} | {(sorted.Length < 100 ? "" : At(0.99))} | {At(1)} | {unit} |";
    }
}
