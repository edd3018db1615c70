using System.Text.Json;
using Orleans.Storage;

namespace SessionShare.Simulation;

/// <summary>Grain storage in memory, behind a <see cref="StoreWeather"/>; keeps states as JSON, so that nothing is shared by reference.</summary>
internal sealed class SimulatedStates(StoreWeather weather) : IGrainStorage
{
    private readonly Dictionary<string, (byte[] Json, long Version)> _states = [];
    private long _version;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = $"{stateName} {grainId}";
        var stored = await weather.Do<(byte[] Json, long Version)?>($"states: read {key}", () => _states.TryGetValue(key, out var found) ? found : null);
        grainState.State = stored is { } read ? JsonSerializer.Deserialize<T>(read.Json)! : Activator.CreateInstance<T>();
        (grainState.ETag, grainState.RecordExists) = (stored?.Version.ToString()!, stored is not null);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (key, held, json) = ($"{stateName} {grainId}", grainState.ETag, JsonSerializer.SerializeToUtf8Bytes(grainState.State));
        var version = await weather.Do($"states: write {key}", () =>
        {
            Check(key, held);
            _states[key] = (json, ++_version);
            return _version;
        });
        (grainState.ETag, grainState.RecordExists) = (version.ToString(), true);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (key, held) = ($"{stateName} {grainId}", grainState.ETag);
        await weather.Do($"states: clear {key}", () =>
        {
            Check(key, held);
            return _states.Remove(key);
        });
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null!, false);
    }

    private void Check(string key, string? held)
    {
        var stored = _states.TryGetValue(key, out var found) ? found.Version.ToString() : null;
        if (stored != held)
            throw new InconsistentStateException($"{key} was written by someone else.", stored!, held!);
    }
}
