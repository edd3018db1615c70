using Orleans.Storage;
using SessionShare.Grains.Due;

namespace SessionShare.Storage;

/// <summary>Grain state as JSON in the embedded store, written in the same transactions as frames.</summary>
internal sealed class SqliteGrainStorage(SqliteStore store) : IGrainStorage, IDueGrains
{
    private readonly GrainRows _rows = new(store.Opening);

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = await store.Readers.Read(database => GrainRows.Find(database, stateName, grainId.ToString()), CancellationToken.None);
        GrainStates.Show(grainState, row);
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Here and not on the writer's thread: the grain may change its state while the write is on its way.
        var (json, due) = (GrainStates.Encode(grainState), GrainStates.DueOf(grainState));
        var (grain, known) = (grainId.ToString(), grainState.ETag);
        var written = await store.Writer.Write(json.Length, database => _rows.Write(database, stateName, grain, known, json, due), CancellationToken.None);
        GrainStates.ThrowOnConflict(written, stateName, grain, known);
        (grainState.ETag, grainState.RecordExists) = (written.ETag, true);
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (grain, known) = (grainId.ToString(), grainState.ETag);
        var cleared = await store.Writer.Write(0, database => GrainRows.Clear(database, stateName, grain, known), CancellationToken.None);
        GrainStates.ThrowOnConflict(cleared, stateName, grain, known);
        GrainStates.Show(grainState, null);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Due(string stateName, DateTimeOffset now, int count, CancellationToken cancellationToken) =>
        store.Readers.Read(database => GrainRows.Due(database, stateName, now, count), cancellationToken);
}
