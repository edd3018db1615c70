namespace SessionShare.Bench;

/// <summary>What all this was measured on.</summary>
internal static class Machine
{
    public static string Text(Arguments arguments) =>
        $"Machine: {Environment.ProcessorCount} cores ({Model()}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {Environment.OSVersion}, .NET {Environment.Version}; {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, load {Load()} at the start. Viewers of SessionShare, raw connections, speak {arguments.Wire}. Far away: {Netem.Text}.";

    private static string Model() => Line("/proc/cpuinfo", "model name")?.Split(':')[^1].Trim() ?? "unknown";

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string? Line(string path, string begin) => File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(begin, StringComparison.Ordinal)) : null;
}
