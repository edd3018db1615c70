using System.Text.Json;

namespace SessionShare.Simulation;

/// <summary>A plan that failed, as it is kept.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Broken">What did not hold.</param>
/// <param name="Seen">What was seen of it.</param>
internal sealed record PlanFile(Plan Plan, string? Broken, string? Seen)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Keeps a plan as artifacts/simulation/NAME.json of the checkout; says where.</summary>
    public string Save(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Checkout(), "artifacts", "simulation"));
        var file = Path.Combine(folder.FullName, $"{name}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(this, Json));
        return file;
    }

    public static PlanFile Read(string file) => JsonSerializer.Deserialize<PlanFile>(File.ReadAllText(file), Json)!;

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SessionShare.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? Environment.CurrentDirectory;
    }
}
