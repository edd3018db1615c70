namespace SessionShare.Bench;

/// <summary>A goal and what was measured; null: it was not.</summary>
internal sealed record Verdict(string What, string Goal, string Measured, bool? IsMet);

/// <summary>The goals of the design, beside the rows of one run.</summary>
internal static class Goals
{
    private static readonly Goal[] All =
    [
        new(What.EchoAtEditor, Figure.Median, Tools.Relay, 1.15),
        new(What.EchoAtEditor, Figure.Median, Tools.TtyShare, 1.0),
        new(What.EchoAtEditor, Figure.P99, null, 4),
        new(What.Paced(10), Figure.Median, Tools.Relay, 1.0),
        new(What.Paced(10), Figure.P99, Tools.Relay, 1.0),
        new(What.Bulk(1), Figure.Median, Tools.Relay, 0.8, AtLeast: true),
        new(What.Bulk(10), Figure.Median, Tools.Relay, 0.8, AtLeast: true),
        new(What.Bulk(10), Figure.Median, Tools.TtyShare, 3.0, AtLeast: true),
        new(What.Bulk(10), Figure.CpuPerHundred, Tools.Relay, 1.7),
        new(What.LateJoin(1), Figure.Median, null, 20),
        new(What.LateJoin(100), Figure.Median, null, 20),
        new(What.Cut("a viewer"), Figure.Max, null, 500),
        new(What.Cut("a recorder"), Figure.Max, null, 500),
        new(What.Kill("a viewer"), Figure.Max, null, 700),
        new(What.Kill("a recorder"), Figure.Max, null, 700),
        new(What.IdleWithBoth, Figure.Max, null, 64),
        new(What.IdleAlone, Figure.Max, null, 10),
    ];

    public static IEnumerable<Verdict> Of(IReadOnlyList<Row> rows) =>
    [
        .. All.Select(goal => goal.Of(rows)).Where(verdict => rows.Any(row => row.What == verdict.What)),
        .. rows.Where(row => row.Own is not null).Select(row => new Verdict(row.What, row.Own!.Value.Goal, row.Note ?? Summary.Text(row.Figures?.Median), row.Own.Value.IsMet)),
    ];

    private enum Figure
    {
        Median,
        P99,
        Max,
        CpuPerHundred,
    }

    /// <param name="Against">The tool of which the figure is <paramref name="Bound"/> times allowed; null: the bound is in the row's unit.</param>
    private sealed record Goal(string What, Figure Figure, string? Against, double Bound, bool AtLeast = false)
    {
        public Verdict Of(IReadOnlyList<Row> rows)
        {
            var (own, other) = (Of(rows, Tools.Own), Against is null ? 1.0 : Of(rows, Against));
            var unit = Against is null ? $" {rows.FirstOrDefault(row => row.What == What)?.Unit}" : $"x {Against}";
            var goal = $"{Name}: at {(AtLeast ? "least" : "most")} {Summary.Text(Bound)}{unit}";
            if (own is null || other is null or 0)
                return new(What, goal, "", null);
            var measured = own.Value / other.Value;
            return new(What, goal, Against is null ? $"{Summary.Text(own)}{unit}" : $"{Summary.Text(measured)}x ({Summary.Text(own)} beside {Summary.Text(other)})", AtLeast ? measured >= Bound : measured <= Bound);
        }

        private string Name => Figure switch { Figure.CpuPerHundred => "CPU s per 100 MB", _ => Figure.ToString().ToLowerInvariant() };

        private double? Of(IReadOnlyList<Row> rows, string tool) => rows.FirstOrDefault(row => row.What == What && row.Tool == tool) is not { } row ? null : Figure switch
        {
            Figure.Median => row.Figures?.Median,
            Figure.P99 => row.Figures?.P99,
            Figure.Max => row.Figures?.Max,
            _ => row.Cost?.PerHundred,
        };
    }
}
