using Microsoft.Data.Sqlite;
using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>Opening a database: what is made, and what is said when it can't be.</summary>
public sealed class SqliteOpeningTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task New_database_has_the_settings_that_the_design_names()
    {
        await using var store = _folder.Open();

        (await Pragma(store, "page_size")).Should().Be(16384);
        (await Pragma(store, "synchronous")).Should().Be(2);
        (await Pragma(store, "secure_delete")).Should().Be(1);
        (await Pragma(store, "wal_autocheckpoint")).Should().Be(0);
        (await Pragma(store, "user_version")).Should().Be(SqliteSchema.Newest);
    }

    [Fact]
    public async Task Only_the_user_may_read_the_files()
    {
        if (OperatingSystem.IsWindows())
            return;

        await using var store = _folder.Open();
        await new SqliteFrameLog(store).Open("s", default);

        var files = Directory.GetFiles(Path.GetDirectoryName(_folder.Path)!);
        files.Should().HaveCount(3);
        files.Select(File.GetUnixFileMode).Should().AllBeEquivalentTo(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(_folder.Path)!)
            .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Closed_database_is_one_file()
    {
        await using (var store = _folder.Open())
            await new SqliteFrameLog(store).Open("s", default);

        Directory.GetFiles(Path.GetDirectoryName(_folder.Path)!).Should().Equal(_folder.Path);
    }

    [Fact]
    public async Task Database_of_a_newer_program_is_refused()
    {
        await using (var store = _folder.Open())
            await store.Writer.Between(database => database.Number("PRAGMA user_version = 99"));

        _folder.Invoking(folder => folder.Open()).Should().Throw<SqliteStorageException>()
            .WithMessage($"The database {_folder.Path} has schema version 99; this program knows up to {SqliteSchema.Newest}. Use a newer SessionShare.");
    }

    [Fact]
    public void File_that_is_no_database_is_refused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Path)!);
        File.WriteAllText(_folder.Path, string.Concat(Enumerable.Repeat("no database ", 1000)));

        _folder.Invoking(folder => folder.Open()).Should().Throw<SqliteStorageException>().WithMessage($"*{_folder.Path}*not an SQLite database*");
    }

    [Fact]
    public async Task Database_locked_for_good_by_another_connection_is_refused()
    {
        await _folder.Open().DisposeAsync();
        using var other = Other();
        Run(other, "PRAGMA locking_mode = EXCLUSIVE");
        Run(other, "BEGIN EXCLUSIVE");

        _folder.Invoking(folder => folder.Open()).Should().Throw<SqliteStorageException>()
            .WithMessage($"The database {_folder.Path} is locked by another process.");
    }

    [Fact]
    public async Task Commit_fails_in_words_while_another_process_holds_the_lock_and_works_after()
    {
        await using var store = _folder.Open();
        var log = new SqliteFrameLog(store);
        var head = await log.Open("s", default);
        using var other = Other();
        Run(other, "BEGIN IMMEDIATE");

        await log.Invoking(it => it.Commit(TestFrames.Commit("s", head, 5), default))
            .Should().ThrowAsync<SqliteStorageException>().WithMessage($"The database {_folder.Path} is locked by another process.");

        Run(other, "COMMIT");
        (await log.Commit(TestFrames.Commit("s", head, 5), default)).Should().Be(CommitOutcome.Committed);
    }

    [Fact]
    public async Task Damaged_frames_are_told_from_good_ones()
    {
        await using var store = _folder.Open();
        var log = new SqliteFrameLog(store);
        await log.Commit(TestFrames.Commit("s", await log.Open("s", default), 500), default);
        await store.Writer.Between(database =>
            database.Number("UPDATE run SET sealed = CAST(substr(sealed, 1, 90) || x'0000000000' || substr(sealed, 96) AS BLOB) RETURNING 1"));

        await log.Invoking(it => it.Read("s", 0, 1000, default))
            .Should().ThrowAsync<SqliteStorageException>().WithMessage($"The database {_folder.Path} is damaged; restore it from a backup.");
    }

    [Fact]
    public void Path_that_leads_through_a_file_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder.Folder, "store"), "a file where the folder should be");

        _folder.Invoking(folder => folder.Open()).Should().Throw<SqliteStorageException>().WithMessage($"*{_folder.Path}*");
    }

    private static Task<long> Pragma(SqliteStore store, string name) => store.Writer.Between(database => database.Number($"PRAGMA {name}"));

    private SqliteConnection Other()
    {
        var connection = new SqliteConnection($"Data Source={_folder.Path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
