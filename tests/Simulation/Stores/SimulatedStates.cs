using System.Text.Json;
using Orleans.Storage;
using SessionShare.Grains.Due;

namespace SessionShare.Simulation;

/// <summary>
/// Grain storage in memory, behind a <see cref="StoreWeather"/>; keeps states as JSON, so that nothing is shared by reference, and beside them when they are due.
/// </summary>
internal sealed class SimulatedStates(StoreWeather weather) : IGrainStorage, IDueGrains
{
    private readonly SortedDictionary<string, Stored> _states = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>
    /// Called with a grain's key when its state was written and this answered as failed: its activation can't tell that write from another's, and gives way.
    /// </summary>
    public Action<string> OnAnswerLost { get; set; } = _ => { };

    /// <summary>States of that name: the grains' keys.</summary>
    public IReadOnlyList<string> Kept(string stateName) => [.. _states.Values.Where(stored => stored.Name == stateName).Select(stored => stored.Key)];

    public Task<IReadOnlyList<string>> Due(string stateName, DateTimeOffset now, int count, CancellationToken cancellationToken) =>
        weather.Do<IReadOnlyList<string>>($"states: due {stateName}", () =>
            [.. _states.Values.Where(stored => stored.Name == stateName && stored.NextDue <= now).OrderBy(stored => stored.NextDue).Select(stored => stored.Key).Take(count)]);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = $"{stateName} {grainId}";
        var stored = await weather.Do($"states: read {key}", () => _states.GetValueOrDefault(key));
        grainState.State = stored is { } read ? JsonSerializer.Deserialize<T>(read.Json)! : Activator.CreateInstance<T>();
        (grainState.ETag, grainState.RecordExists) = (stored?.Version.ToString()!, stored is not null);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (key, held, json) = ($"{stateName} {grainId}", grainState.ETag, JsonSerializer.SerializeToUtf8Bytes(grainState.State));
        var due = (grainState.State as IHasDue)?.NextDue;
        var written = 0L;
        try
        {
            await weather.Do($"states: write {key}", () =>
            {
                Check(key, held);
                _states[key] = new Stored(stateName, grainId.Key.ToString()!, json, due, ++_version);
                return written = _version;
            });
        }
        catch (IOException) when (written > 0)
        {
            OnAnswerLost(grainId.Key.ToString()!);
            throw;
        }

        (grainState.ETag, grainState.RecordExists) = (written.ToString(), true);
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
        var stored = _states.GetValueOrDefault(key)?.Version.ToString();
        if (stored != held)
            throw new InconsistentStateException($"{key} was written by someone else.", stored!, held!);
    }

    private sealed record Stored(string Name, string Key, byte[] Json, DateTimeOffset? NextDue, long Version);
}
