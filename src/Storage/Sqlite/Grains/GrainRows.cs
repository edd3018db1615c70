namespace SessionShare.Storage;

/// <summary>Grain states as rows. Etags never return: each names the opening of the database and the write since.</summary>
/// <param name="opening">Number of the opening.</param>
internal sealed class GrainRows(long opening)
{
    private const string FindRow = "SELECT etag, json FROM grain_state WHERE name = ?1 AND grain = ?2";

    private const string AddRow = "INSERT INTO grain_state (name, grain, etag, json, next_due) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";

    private const string ReplaceRow = "UPDATE grain_state SET etag = ?3, json = ?4, next_due = ?5 WHERE name = ?1 AND grain = ?2 AND etag = ?6";

    private const string DeleteRow = "DELETE FROM grain_state WHERE name = ?1 AND grain = ?2 AND etag = ?3";

    internal const string FindDue = "SELECT grain FROM grain_state WHERE name = ?1 AND next_due <= ?2 ORDER BY next_due, grain LIMIT ?3";

    private long _writes;

    public static GrainRow? Find(DatabaseConnection database, string name, string grain)
    {
        using var row = database.Use(FindRow).Bind(1, name).Bind(2, grain);
        return row.Step() ? new GrainRow(row.Text(0), row.Bytes(1).ToArray()) : null;
    }

    /// <summary>Keys of the grains that are due, the earliest first.</summary>
    public static IReadOnlyList<string> Due(DatabaseConnection database, string name, DateTimeOffset now, int count)
    {
        using var row = database.Use(FindDue).Bind(1, name).Bind(2, now.UtcTicks).Bind(3, count);
        var keys = new List<string>();
        while (row.Step())
            keys.Add(GrainStates.KeyOf(row.Text(0)));
        return keys;
    }

    /// <summary>Adds the row where the writer knows none, else replaces the one it knows.</summary>
    public GrainWrite Write(DatabaseConnection database, string name, string grain, string? known, byte[] json, DateTimeOffset? due)
    {
        var etag = $"{opening}.{++_writes}";
        return Change(database, known is null ? AddRow : ReplaceRow, name, grain, etag, json, due, known)
            ? new GrainWrite(true, etag)
            : new GrainWrite(false, Find(database, name, grain)?.ETag);
    }

    /// <summary>Deletes the row that the writer knows; nothing where it knows none and there is none.</summary>
    public static GrainWrite Clear(DatabaseConnection database, string name, string grain, string? known)
    {
        var stored = Find(database, name, grain)?.ETag;
        if (stored != known || known is null)
            return new GrainWrite(stored == known, stored);

        using var delete = database.Use(DeleteRow);
        delete.Bind(1, name).Bind(2, grain).Bind(3, known).Change();
        return new GrainWrite(true, null);
    }

    private static bool Change(DatabaseConnection database, string sql, string name, string grain, string etag, byte[] json, DateTimeOffset? due, string? known)
    {
        using var write = database.Use(sql).Bind(1, name).Bind(2, grain).Bind(3, etag).BindText(4, json);
        if (due is { } at)
            write.Bind(5, at.UtcTicks);
        if (known is not null)
            write.Bind(6, known);
        return write.Change() > 0;
    }
}
