namespace Orleans.InProcess;

/// <summary>The factory and the client of the one silo there is.</summary>
internal sealed class GrainFactory(IServiceProvider services, GrainClasses classes, Dispatcher dispatcher) : IClusterClient
{
    public IServiceProvider ServiceProvider => services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        var grainClass = classes.Implementing(typeof(TGrainInterface), grainClassNamePrefix);
        return GrainReference.Create<TGrainInterface>(dispatcher, Runtime.GrainId.Create(grainClass.GrainType, primaryKey));
    }
}
