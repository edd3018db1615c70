namespace SessionShare.Silo.Engines;

/// <summary>The engine of this repository, src/Orleans.InProcess: Orleans' programming model in one process. It is not Orleans itself.</summary>
internal static class Engine
{
    public const string Name = "InProcess";

    public const string ClusteringRemedy =
        "this build runs the grains in one process (src/Orleans.InProcess). Leave it out, or build with Orleans' packages: ./eng/engine says what is missing.";

    /// <summary>A silo alone in its process; nothing listens.</summary>
    public static void UseOneProcess(ISiloBuilder silo) => ArgumentNullException.ThrowIfNull(silo);
}
