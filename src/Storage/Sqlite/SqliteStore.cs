using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace SessionShare.Storage;

/// <summary>An open database file: its writer, its readers and its checkpoints. Frame log and grain storage stand on the same one.</summary>
internal sealed partial class SqliteStore : IAsyncDisposable
{
    private readonly ILogger _logger;
    private readonly DatabaseConnection _connection;
    private readonly SqliteCheckpointer _checkpointer;

    public SqliteStore(IOptions<SqliteOptions> options, ILogger<SqliteStore> logger)
        : this(options.Value.Path, new SqliteLimits(), logger)
    {
    }

    /// <exception cref="SqliteStorageException">The file can't be opened; the message says why.</exception>
    public SqliteStore(string path, SqliteLimits limits, ILogger logger)
    {
        (_logger, Limits) = (logger, limits);
        var file = new DatabaseFile(path, limits);
        DatabaseConnection? checkpoints = null;
        try
        {
            _connection = file.OpenWriter();
            Opening = _connection.Number("UPDATE store SET counter = counter + 1 RETURNING counter");
            checkpoints = file.OpenCheckpointer();
            Readers = new SqliteReaders(file, limits);
        }
        catch (Exception fault)
        {
            checkpoints?.Dispose();
            _connection?.Dispose();
            throw file.Explain(fault);
        }

        Writer = new SqliteWriter(_connection, file, limits);
        _checkpointer = new SqliteCheckpointer(checkpoints, file, Writer, limits, logger);
        Trims = new TrimLoop<long>(Comparer<long>.Default, DeleteTrimmed, _checkpointer.Truncate, logger);
        Writer.Start();
        LeftoversDeleted = FinishDeletes();
    }

    public SqliteLimits Limits { get; }

    /// <summary>A number that no opening of this database had before.</summary>
    public long Opening { get; }

    public SqliteWriter Writer { get; }

    public SqliteReaders Readers { get; }

    /// <summary>Deletes of what was trimmed.</summary>
    public TrimLoop<long> Trims { get; }

    /// <summary>Ends once the deletes are finished that the store was closed in, or that its process died in.</summary>
    public Task LeftoversDeleted { get; }

    /// <summary>Deletes what is left of a log whose row has lost its session, and overwrites it in all files.</summary>
    public async Task DeleteLog(long log)
    {
        await Writer.WritePieces(database => LogDeletion.DeletePiece(database, log, Limits.DeletePieceBytes));
        await _checkpointer.Truncate();
    }

    /// <summary>Finishes what was accepted and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await Readers.DisposeAsync();
        await _checkpointer.DisposeAsync();
        await Writer.DisposeAsync();
        await LeftoversDeleted;
        await Trims.Done;
        try
        {
            _connection.Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);
        }
        catch (SqliteException fault)
        {
            // Nothing is lost: the next opening reads the write-ahead log.
            LogCloseFailed(fault);
        }

        _connection.Dispose();
    }

    private Task DeleteTrimmed(long log) => Writer.WritePieces(database => LogTrimming.DeletePiece(database, log, Limits.DeletePieceBytes));

    private async Task FinishDeletes()
    {
        try
        {
            foreach (var log in await Readers.Read(LogDeletion.Unfinished, CancellationToken.None))
                await DeleteLog(log);
            Trims.Add(await Readers.Read(LogTrimming.Unfinished, CancellationToken.None));
            await Trims.Done;
        }
        catch (ObjectDisposedException)
        {
            // Closed first: the next opening goes on with it.
        }
        catch (Exception fault)
        {
            LogDeleteFailed(fault);
        }
    }

    [LoggerMessage(LogLevel.Error, "The embedded store's write-ahead log could not be copied at the end; the next start does.")]
    private partial void LogCloseFailed(Exception fault);

    [LoggerMessage(LogLevel.Error, "The rest of deleted sessions could not be deleted; the next start tries again.")]
    private partial void LogDeleteFailed(Exception fault);
}
