namespace Orleans.Conformance.Surface;

/// <summary>
/// Public types of our engine that Orleans has outside Orleans.Core.Abstractions. The package feed that this is built on lacks the
/// packages of these assemblies, so they can be compared only in a build on real Orleans.
/// </summary>
internal static class Elsewhere
{
    public static IReadOnlyDictionary<string, string> AssemblyOf { get; } = new Dictionary<string, string>();
}
