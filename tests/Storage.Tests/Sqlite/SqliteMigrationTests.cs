using System.Text;
using Microsoft.Data.Sqlite;
using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>Databases of earlier programs, with what they wrote.</summary>
public sealed class SqliteMigrationTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Database_of_an_earlier_version_keeps_its_sessions_and_states(int version)
    {
        WriteOld(version);

        await using var store = _folder.Open();
        var log = new SqliteFrameLog(store);

        var head = await log.Open("s", default);
        head.Should().BeEquivalentTo(new { Oldest = 1, End = 3, Epoch = 2, PayloadBytes = 30, TrimmedBytes = 0 });
        head.NewestBlock.Should().Be(new BlockRow(4, "ls", "/", 1, 3, 5, 6, 0, 0));
        TestFrames.Frames(await log.Read("s", 0, 1000, default)).Should().HaveCount(3);
        (await log.Trim(new LogTrim("s", head.Generation, 3, 20), default)).Should().Be(CommitOutcome.Committed);
        TestFrames.Frames(await log.Read("s", 0, 1000, default)).Should().ContainSingle().Which.Sequence.Should().Be(3);
        (await log.Commit(TestFrames.Commit("s", head, 5), default)).Should().Be(CommitOutcome.Committed);

        var storage = new SqliteGrainStorage(store);
        (await storage.Due("alarm", DateTimeOffset.MaxValue, 10, default)).Should().BeEmpty();
        var state = new GrainState<GrainStorageContract.Alarm>();
        await storage.ReadStateAsync("alarm", GrainId.Create("clock", "a"), state);
        state.ETag.Should().Be("1.1");
        state.State!.NextDue = DateTimeOffset.UnixEpoch;
        await storage.WriteStateAsync("alarm", GrainId.Create("clock", "a"), state);
        (await storage.Due("alarm", DateTimeOffset.MaxValue, 10, default)).Should().Equal("a");
    }

    /// <summary>As the program of that version did: the statements are frozen here.</summary>
    private void WriteOld(int version)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Path)!);
        using var database = new DatabaseConnection(_folder.Path, SqliteOpenMode.ReadWriteCreate, TimeSpan.FromSeconds(5));
        database.Run("PRAGMA journal_mode = WAL");
        SqliteSchema.Migrate(database, _folder.Path, version);
        database.Number("PRAGMA user_version").Should().Be(version);

        var key = new byte[LogCipher.KeyBytes];
        key.AsSpan().Fill(7);
        using var cipher = new LogCipher(key);
        database.Run("INSERT INTO log (session, generation, end_sequence, epoch, payload_bytes) VALUES ('s', 1, 3, 2, 30)");
        Insert(database, "INSERT INTO log_key (id, key) VALUES (1, ?1)", key);
        Insert(database, "INSERT INTO run (log, first, count, epoch, sealed) VALUES (1, 1, 3, 2, ?1)", cipher.Seal(TestFrames.Run(1, 10, 10, 10).Bytes.Span));
        var block = """{"number":4,"command":"ls","directory":"/","firstSequence":1,"lastSequence":3,"startedAt":5,"endedAt":6,"exitCode":0}""";
        Insert(database, "INSERT INTO block (log, number, sealed) VALUES (1, 4, ?1)", cipher.Seal(Encoding.UTF8.GetBytes(block)));
        database.Run("INSERT INTO grain_state (name, grain, etag, json) VALUES ('alarm', 'clock/a', '1.1', '{}')");
        database.Run("UPDATE store SET counter = 1");
    }

    private static void Insert(DatabaseConnection database, string sql, byte[] bytes)
    {
        using var insert = database.Use(sql).BindBlob(1, bytes);
        insert.Change();
    }
}
