using System.Globalization;
using System.Text.Json;

namespace SessionShare.Bench;

/// <summary>What was measured, by part, in the order in which it was; said while it is, and written as Markdown and JSON at the end.</summary>
internal sealed class Report(Arguments arguments)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private readonly List<Measured> _parts = [];
    private readonly string _machine = Machine.Text(arguments);

    public IEnumerable<Row> Rows => _parts.SelectMany(part => part.Rows);

    public void Begin(string name, string about)
    {
        _parts.Add(new Measured(name, about));
        Console.Error.WriteLine($"== {name}: {about}");
    }

    /// <summary>How long the part took that began last.</summary>
    public void End(TimeSpan time)
    {
        _parts[^1].Seconds = time.TotalSeconds;
        Console.Error.WriteLine($"   ({time.TotalSeconds:0} s)");
    }

    public void Add(Row row)
    {
        _parts[^1].Rows.Add(row);
        Console.Error.WriteLine($"   {row.What} | {row.Tool} | {(row.Figures is { } figures ? $"{Summary.Text(figures.Median)} {row.Unit} (max {Summary.Text(figures.Max)})" : "")} {row.Note}".TrimEnd());
    }

    /// <summary>A row of ours that is words.</summary>
    public void Say(string what, string text) => Add(new Row(what, Tools.Own, "") { Note = text });

    /// <summary>Writes FOLDER/DATE.md and .json, and the former to standard output.</summary>
    public void Write()
    {
        var markdown = Markdown();
        Console.WriteLine(markdown);
        Directory.CreateDirectory(arguments.Out);
        var path = Path.Combine(arguments.Out, DateTime.UtcNow.ToString("yyyy-MM-dd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        File.WriteAllText($"{path}.md", markdown);
        File.WriteAllText($"{path}.json", JsonSerializer.Serialize(
            new
            {
                Machine = _machine,
                Parts = _parts.Select(part => new { part.Name, part.About, part.Seconds, Rows = part.Rows.Select(row => new { row.What, row.Tool, row.Unit, row.Figures, row.Cost, row.Cost?.PerHundred, row.Note, Goal = row.Own?.Goal, row.Own?.IsMet }) }),
                Goals = Verdicts().Select(verdict => new { verdict.What, verdict.Goal, verdict.Measured, verdict.IsMet }),
            },
            Json));
        Console.Error.WriteLine($"written to {path}.md and {path}.json");
    }

    private string Markdown()
    {
        var text = new StringWriter { NewLine = "\n" };
        text.WriteLine(_machine);
        foreach (var part in _parts)
        {
            text.WriteLine($"\n## {part.Name}\n\n{part.About} ({part.Seconds:0} s)\n");
            text.WriteLine("| what | of | min | median | p99 | max | n | unit | median, beside the relay's | CPU s of server; sharer; harness | CPU s per 100 MB | peak MiB of server; sharer | seen |");
            text.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (var row in part.Rows)
                text.WriteLine($"| {row.What} | {row.Tool} | {FiguresOf(row)} | {Ratio(row, part.Rows)} | {CostOf(row.Cost)} | {row.Note} |");
        }

        text.WriteLine("\n## Goals\n\n| what | goal | measured | |\n|---|---|---|---|");
        foreach (var (what, goal, measured, isMet) in Verdicts())
            text.WriteLine($"| {what} | {goal} | {measured} | {(isMet switch { true => "met", false => "**missed**", null => "not measured" })} |");
        return text.ToString();
    }

    private IEnumerable<Verdict> Verdicts() => Goals.Of([.. Rows]);

    private static string FiguresOf(Row row) => row.Figures is { } figures
        ? $"{Summary.Text(figures.Min)} | {Summary.Text(figures.Median)} | {Summary.Text(figures.P99)} | {Summary.Text(figures.Max)} | {figures.Count} | {row.Unit}"
        : " | | | | | ";

    private static string Ratio(Row row, List<Row> rows) =>
        row.Tool != Tools.Relay && row.Figures is { } figures && rows.Find(other => other.Tool == Tools.Relay && other.What == row.What)?.Figures is { Median: > 0 } relay
            ? $"{Summary.Text(figures.Median / relay.Median)}x"
            : "";

    private static string CostOf(Cost? cost) => cost is null
        ? " | | "
        : $"{Part(cost.Server)}; {Part(cost.Sharer)}; {Part(cost.Harness)} | {Summary.Text(cost.PerHundred)} | {Part(cost.ServerPeak / 1048576.0)}; {Part(cost.SharerPeak / 1048576.0)}";

    private static string Part(double? figure) => figure is null ? "-" : Summary.Text(figure);

    private sealed record Measured(string Name, string About)
    {
        public double Seconds { get; set; }

        public List<Row> Rows { get; } = [];
    }
}
