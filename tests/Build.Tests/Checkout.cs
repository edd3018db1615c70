using System.Reflection;

namespace SessionShare.Build.Tests;

/// <summary>What this build was made from.</summary>
internal static class Checkout
{
    /// <summary>The checkout's folder.</summary>
    public static string Root => Said("RepoRoot");

    /// <summary>Where NuGet keeps packages, a folder for each id in lower case and in it one for each version.</summary>
    public static string Packages => Said("PackageFolder");

    /// <summary>The published version of Orleans' packages that the grains are written against.</summary>
    public static string OrleansVersion => Said("PublishedOrleansVersion");

    private static string Said(string key) =>
        typeof(Checkout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
