using SessionShare.Silo.Engines;

namespace SessionShare.Silo;

/// <summary>How a silo stands to others. Section <c>Silo</c> of the configuration.</summary>
public sealed class SiloOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Silo";

    /// <summary>The clustering provider. Absent, the default and so far all there is: this silo is alone.</summary>
    public string? Clustering { get; set; }

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (!string.IsNullOrEmpty(Clustering))
            yield return $"{Section}:{nameof(Clustering)} is '{Clustering}'; {Engine.ClusteringRemedy}";
    }
}
