using System.Text.Json;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>
/// Grain storage in this process's memory, gone with it. States are kept as JSON, so that what a grain did not write is not stored.
/// </summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };

    private readonly Lock _gate = new();
    private readonly Dictionary<(string, GrainId), Record> _records = [];
    private long _lastVersion;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            if (_records.TryGetValue((stateName, grainId), out var record))
            {
                grainState.State = JsonSerializer.Deserialize<T>(record.Value, Json);
                (grainState.ETag, grainState.RecordExists) = (record.ETag, true);
            }
            else
            {
                (grainState.ETag, grainState.RecordExists) = (null, false);
            }
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            Check(stateName, grainId, grainState.ETag);
            var record = new Record(JsonSerializer.SerializeToUtf8Bytes(grainState.State, Json), $"{++_lastVersion}");
            _records[(stateName, grainId)] = record;
            (grainState.ETag, grainState.RecordExists) = (record.ETag, true);
        }

        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            Check(stateName, grainId, grainState.ETag);
            _records.Remove((stateName, grainId));
            (grainState.ETag, grainState.RecordExists) = (null, false);
            grainState.State = EmptyState.Create<T>();
        }

        return Task.CompletedTask;
    }

    private void Check(string stateName, GrainId grainId, string? held)
    {
        var stored = _records.GetValueOrDefault((stateName, grainId))?.ETag;
        if (stored != held)
        {
            throw new InconsistentStateException($"State \"{stateName}\" of {grainId} was written by someone else.", stored, held);
        }
    }

    private sealed record Record(byte[] Value, string ETag);
}
