namespace Orleans;

/// <summary>Makes references to grains. A reference is cheap, and making one activates nothing.</summary>
public interface IGrainFactory
{
    /// <param name="grainClassNamePrefix">The start of the class name, where several classes implement the interface.</param>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}

/// <summary>How code outside grains reaches them.</summary>
public interface IClusterClient : IGrainFactory
{
    IServiceProvider ServiceProvider { get; }
}
