using Orleans.Storage;

namespace SessionShare.Storage;

/// <summary>Grain storage of somebody else's, with marks of what is due beside it.</summary>
/// <param name="storage">Where states are.</param>
/// <param name="due">Where the marks are.</param>
internal sealed class DueGrainStorage(IGrainStorage storage, AzureDueGrains due) : IGrainStorage
{
    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await storage.ReadStateAsync(stateName, grainId, grainState);
        due.Read(storage, stateName, grainState);
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var change = await due.Writing(stateName, grainId.ToString(), grainState);
        await storage.WriteStateAsync(stateName, grainId, grainState);
        await due.Written(grainState, change);
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await storage.ClearStateAsync(stateName, grainId, grainState);
        var change = await due.Writing(stateName, grainId.ToString(), grainState);
        await due.Written(grainState, change);
    }
}
