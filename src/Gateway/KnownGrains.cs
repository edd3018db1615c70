namespace SessionShare.Gateway;

/// <summary>The cluster's grains, which a gateway gets to know with the first silo that it reaches.</summary>
internal static class KnownGrains
{
    /// <summary>A grain by its key.</summary>
    /// <exception cref="OrleansException">No silo was reached yet; it may pass, as a lost silo does.</exception>
    public static T Find<T>(this IGrainFactory grains, string key)
        where T : IGrainWithStringKey
    {
        try
        {
            return grains.GetGrain<T>(key);
        }
        catch (ArgumentException fault)
        {
            throw new OrleansException("The cluster's grains are not known yet: no silo was reached.", fault);
        }
    }
}
