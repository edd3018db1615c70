using System.Text.Json;
using Orleans.Storage;

namespace SessionShare.Storage;

/// <summary>Grain state as JSON in the embedded store, written in the same transactions as frames.</summary>
internal sealed class SqliteGrainStorage(SqliteStore store) : IGrainStorage
{
    private readonly GrainRows _rows = new(store.Opening);

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = await store.Readers.Read(database => GrainRows.Find(database, stateName, grainId.ToString()), CancellationToken.None);
        Show(grainState, row is null ? New<T>() : Decode<T>(row), row?.ETag);
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Here and not on the writer's thread: the grain may change its state while the write is on its way.
        var json = JsonSerializer.SerializeToUtf8Bytes(grainState.State, JsonSerializerOptions.Web);
        var (grain, known) = (grainId.ToString(), grainState.ETag);
        var written = await store.Writer.Write(json.Length, database => _rows.Write(database, stateName, grain, known, json), CancellationToken.None);
        ThrowOnConflict(written, stateName, grain, known);
        (grainState.ETag, grainState.RecordExists) = (written.ETag, true);
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (grain, known) = (grainId.ToString(), grainState.ETag);
        var cleared = await store.Writer.Write(0, database => GrainRows.Clear(database, stateName, grain, known), CancellationToken.None);
        ThrowOnConflict(cleared, stateName, grain, known);
        Show(grainState, New<T>(), null);
    }

    private static void Show<T>(IGrainState<T> grainState, T state, string? etag) =>
        (grainState.State, grainState.ETag, grainState.RecordExists) = (state, etag, etag is not null);

    private static T New<T>() => Activator.CreateInstance<T>();

    private static T Decode<T>(GrainRow row) => JsonSerializer.Deserialize<T>(row.Json, JsonSerializerOptions.Web)!;

    private static void ThrowOnConflict(GrainWrite write, string stateName, string grain, string? known)
    {
        if (!write.Done)
        {
            throw new InconsistentStateException(
                $"The state '{stateName}' of {grain} was written by another activation.", write.ETag ?? "none", known ?? "none");
        }
    }
}
