using System.Data;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Orleans.Storage;
using SessionShare.Grains.Due;

namespace SessionShare.Storage;

/// <summary>Grain state as JSON in PostgreSQL. Each write makes an etag that none had before, so one whose answer was lost is recognised by it.</summary>
internal sealed class PostgresGrainStorage(PostgresStore store) : IGrainStorage, IDueGrains
{
    private const string FindRow = "SELECT etag, json FROM grain_state WHERE name = $1 AND grain = $2";

    private const string AddRow = "INSERT INTO grain_state (name, grain, etag, json, next_due) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

    private const string ReplaceRow = "UPDATE grain_state SET etag = $3, json = $4, next_due = $5 WHERE name = $1 AND grain = $2 AND etag = $6";

    private const string DeleteRow = "DELETE FROM grain_state WHERE name = $1 AND grain = $2 AND etag = $3";

    internal const string FindDue = "SELECT grain FROM grain_state WHERE name = $1 AND next_due <= $2 ORDER BY next_due, grain LIMIT $3";

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        GrainStates.Show(grainState, await store.Database.Use(connection => Find(connection, stateName, grainId.ToString()), CancellationToken.None));

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Before anything is awaited: the grain may change its state while the write is on its way.
        var (json, due) = (Encoding.UTF8.GetString(GrainStates.Encode(grainState)), GrainStates.DueOf(grainState));
        var (grain, known, etag) = (grainId.ToString(), grainState.ETag, RandomNumberGenerator.GetHexString(24, true));
        var written = await store.Database.Use(connection => Write(connection, stateName, grain, known, etag, json, due), CancellationToken.None);
        GrainStates.ThrowOnConflict(written, stateName, grain, known);
        (grainState.ETag, grainState.RecordExists) = (etag, true);
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (grain, known) = (grainId.ToString(), grainState.ETag);
        var cleared = await store.Database.Use(connection => Clear(connection, stateName, grain, known), CancellationToken.None);
        GrainStates.ThrowOnConflict(cleared, stateName, grain, known);
        GrainStates.Show(grainState, null);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Due(string stateName, DateTimeOffset now, int count, CancellationToken cancellationToken) =>
        store.Database.Use(connection => Due(connection, stateName, now.ToUniversalTime(), count, cancellationToken), cancellationToken);

    private static async Task<IReadOnlyList<string>> Due(NpgsqlConnection connection, string name, DateTimeOffset now, int count, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(FindDue, connection)
        {
            Parameters = { new() { Value = name }, new() { Value = now }, new() { Value = count } },
        };
        await using var row = await find.ExecuteReaderAsync(cancellationToken);
        var keys = new List<string>();
        while (await row.ReadAsync(cancellationToken))
            keys.Add(GrainStates.KeyOf(row.GetString(0)));
        return keys;
    }

    /// <summary>Adds the row where the writer knows none, else replaces the one it knows. May run again where its answer was lost.</summary>
    private static async Task<GrainWrite> Write(
        NpgsqlConnection connection, string name, string grain, string? known, string etag, string json, DateTimeOffset? due)
    {
        await using var write = new NpgsqlCommand(known is null ? AddRow : ReplaceRow, connection)
        {
            Parameters =
            {
                new() { Value = name }, new() { Value = grain }, new() { Value = etag }, new() { Value = json },
                new() { Value = due ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        };
        if (known is not null)
            write.Parameters.Add(new() { Value = known });
        if (await write.ExecuteNonQueryAsync() > 0)
            return new GrainWrite(true, etag);

        var stored = (await Find(connection, name, grain))?.ETag;
        return new GrainWrite(stored == etag, stored);
    }

    /// <summary>Deletes the row that the writer knows; done as well where there is none any more, for it may have been this very call that was not heard of.</summary>
    private static async Task<GrainWrite> Clear(NpgsqlConnection connection, string name, string grain, string? known)
    {
        if (known is not null && await Delete(connection, name, grain, known) > 0)
            return new GrainWrite(true, null);

        var stored = (await Find(connection, name, grain))?.ETag;
        return new GrainWrite(stored is null, stored);
    }

    private static async Task<GrainRow?> Find(NpgsqlConnection connection, string name, string grain)
    {
        await using var find = new NpgsqlCommand(FindRow, connection) { Parameters = { new() { Value = name }, new() { Value = grain } } };
        await using var row = await find.ExecuteReaderAsync(CommandBehavior.SingleRow);
        return await row.ReadAsync() ? new GrainRow(row.GetString(0), Encoding.UTF8.GetBytes(row.GetString(1))) : null;
    }

    private static async Task<int> Delete(NpgsqlConnection connection, string name, string grain, string known)
    {
        await using var delete = new NpgsqlCommand(DeleteRow, connection)
        {
            Parameters = { new() { Value = name }, new() { Value = grain }, new() { Value = known } },
        };
        return await delete.ExecuteNonQueryAsync();
    }
}
