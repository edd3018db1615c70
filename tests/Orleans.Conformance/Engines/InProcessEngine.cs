namespace Orleans.Conformance.Engines;

/// <summary>The engine of this repository, src/Orleans.InProcess.</summary>
internal static class Engine
{
    /// <summary>A silo alone in its process; nothing listens.</summary>
    public static void UseOneProcess(ISiloBuilder silo) => ArgumentNullException.ThrowIfNull(silo);
}
