using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SessionShare.Storage;

/// <summary>A connection and its prepared statements. Belongs to one thread at a time.</summary>
internal sealed class DatabaseConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = [];

    public DatabaseConnection(string path, SqliteOpenMode mode, TimeSpan lockWait)
    {
        var source = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false };
        _connection = new SqliteConnection(source.ToString());
        _connection.Open();
        WaitForLocks(lockWait);
    }

    private sqlite3 Handle => _connection.Handle ?? throw new ObjectDisposedException(nameof(DatabaseConnection));

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Begins one use of a statement, prepared at its first.</summary>
    public Statement Use(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
            return known;

        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(Handle, sql, out var prepared), Handle);
        return _statements[sql] = new Statement(Handle, prepared);
    }

    /// <summary>Runs a statement that takes nothing and whose rows, if any, don't matter.</summary>
    public void Run(string sql)
    {
        using var statement = Use(sql);
        statement.Change();
    }

    /// <summary>Runs a statement to its end and answers the number in its first row; 0 when there is none.</summary>
    public long Number(string sql)
    {
        using var statement = Use(sql);
        if (!statement.Step())
            return 0;

        var number = statement.Int64(0);
        statement.Change();
        return number;
    }

    /// <summary>How long to wait where another connection holds a lock.</summary>
    public void WaitForLocks(TimeSpan time) => _ = raw.sqlite3_busy_timeout(Handle, (int)time.TotalMilliseconds);

    /// <summary>Pages that this connection wrote since it was asked last.</summary>
    public int TakePagesWritten() => Status(raw.SQLITE_DBSTATUS_CACHE_WRITE);

    /// <summary>Pages that this connection read from the files since it was asked last.</summary>
    public int TakePagesRead() => Status(raw.SQLITE_DBSTATUS_CACHE_MISS);

    /// <summary>Copies pages from the write-ahead log into the database.</summary>
    /// <returns>False when some had to stay, because a reader or a writer stood in the way.</returns>
    public bool Checkpoint(int mode)
    {
        var result = raw.sqlite3_wal_checkpoint_v2(Handle, "main", mode, out var inLog, out var copied);
        if (result != raw.SQLITE_BUSY)
            SqliteException.ThrowExceptionForRC(result, Handle);
        return result == raw.SQLITE_OK && inLog == copied;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Close();
        _connection.Dispose();
    }

    private int Status(int counter)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_db_status(Handle, counter, out var value, out _, 1), Handle);
        return value;
    }
}
