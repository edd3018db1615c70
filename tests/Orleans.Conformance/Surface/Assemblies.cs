namespace Orleans.Conformance.Surface;

/// <summary>The assembly files that are compared.</summary>
internal static class Assemblies
{
    private static readonly string Beside = AppContext.BaseDirectory;

    /// <summary>Our engine: beside this program, or in its folder of files where real Orleans runs.</summary>
    public static string Ours => new[] { "surface/Orleans.InProcess.dll", "Orleans.InProcess.dll" }
        .Select(name => Path.Combine(Beside, name)).First(File.Exists);

    /// <summary>The published Orleans.Core.Abstractions.</summary>
    public static string Published => Path.Combine(Beside, "surface", "Orleans.Core.Abstractions.dll");

    /// <summary>The assemblies of Orleans that this build runs on; none on our own engine.</summary>
    public static IReadOnlyList<string> OfThisBuild =>
        [.. Directory.GetFiles(Beside, "Orleans.*.dll").Where(file => Path.GetFileName(file) is not "Orleans.InProcess.dll").Order(StringComparer.Ordinal)];
}
