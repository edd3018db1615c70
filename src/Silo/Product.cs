using System.Reflection;

namespace SessionShare.Silo;

/// <summary>What this program says of itself.</summary>
public static class Product
{
    public const string Name = "SessionShare";

    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Name, version and engine in one line.</summary>
    public static string Line => $"{Name} {Version} ({EngineInfo.Built.Text})";
}
