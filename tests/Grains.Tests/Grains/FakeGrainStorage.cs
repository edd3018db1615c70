using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Storage;

namespace SessionShare.Grains.Tests.Grains;

/// <summary>Fake grain storage in memory that outlives a silo; keeps states as JSON, so that nothing is shared by reference.</summary>
internal sealed class FakeGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<string, (string Json, string ETag)> _states = new();
    private long _version;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_states.TryGetValue(Key(stateName, grainId), out var stored))
        {
            grainState.State = JsonSerializer.Deserialize<T>(stored.Json)!;
            (grainState.ETag, grainState.RecordExists) = (stored.ETag, true);
        }
        else
        {
            grainState.State = Activator.CreateInstance<T>();
            (grainState.ETag, grainState.RecordExists) = (null!, false);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = Key(stateName, grainId);
        if (_states.TryGetValue(key, out var stored) && stored.ETag != grainState.ETag)
            throw new InconsistentStateException("Written by another activation.", stored.ETag, grainState.ETag);
        var etag = Interlocked.Increment(ref _version).ToString();
        _states[key] = (JsonSerializer.Serialize(grainState.State), etag);
        (grainState.ETag, grainState.RecordExists) = (etag, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _states.TryRemove(Key(stateName, grainId), out _);
        return Task.CompletedTask;
    }

    private static string Key(string stateName, GrainId grainId) => $"{stateName}/{grainId}";
}
