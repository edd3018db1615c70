using System.Diagnostics;

namespace SessionShare.Silo.Engines;

/// <summary>The engine of this repository, src/Orleans.InProcess: Orleans' programming model in one process. It is not Orleans itself.</summary>
internal static class Engine
{
    public const string Name = "InProcess";

    /// <summary>Why no cluster can be had, and what would help; null where one can.</summary>
    public static string? ClusteringRemedy =>
        "this build runs the grains in one process (src/Orleans.InProcess). Leave it out, or build with Orleans' packages: ./eng/engine says what is missing.";

    /// <summary>Why Orleans' own grain storage on Azure can't be had; null where it can.</summary>
    public static string? AzureGrainStorageRemedy =>
        "that provider is one of Orleans' packages, which this build does without (src/Orleans.InProcess). Take Sqlite or Postgres, or build with Orleans' packages.";

    /// <summary>A silo alone in its process; nothing listens.</summary>
    public static void UseOneProcess(ISiloBuilder silo) => ArgumentNullException.ThrowIfNull(silo);

    /// <summary>Grain storage that is Orleans' own: there is none here.</summary>
    public static void UseGrainStorage(ISiloBuilder silo, SiloOptions options, IEnumerable<string> names) => ArgumentNullException.ThrowIfNull(silo);

    /// <summary>Never called: the settings were refused.</summary>
    public static void UseCluster(ISiloBuilder silo, SiloOptions options) => throw new UnreachableException(ClusteringRemedy);

    /// <summary>Never called: the settings were refused.</summary>
    public static void AddClusterClient(IHostApplicationBuilder builder, SiloOptions options) => throw new UnreachableException(ClusteringRemedy);
}
