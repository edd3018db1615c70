using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>A silo's side of the PostgreSQL database: its connections, its writers and the deletes under way. Frame log and grain storage stand on the same one.</summary>
internal sealed partial class PostgresStore : IAsyncDisposable
{
    private readonly ILogger _logger;
    private readonly PostgresWriter[] _writers;
    private readonly CancellationTokenSource _closing = new();

    public PostgresStore(IOptions<PostgresOptions> options, ILogger<PostgresStore> logger)
        : this(options.Value, logger)
    {
    }

    /// <summary>Nothing is asked of the database yet.</summary>
    public PostgresStore(PostgresOptions options, ILogger logger)
    {
        (Options, _logger, Database) = (options, logger, new PostgresDatabase(options));
        Trims = new TrimLoop<long>(Comparer<long>.Default, DeleteTrimmed, () => Task.CompletedTask, logger);
        _writers = [.. Enumerable.Range(0, options.Writers).Select(_ => new PostgresWriter(Database, options.GroupBytes))];
    }

    public PostgresOptions Options { get; }

    public PostgresDatabase Database { get; }

    public PostgresLogKeys Keys { get; } = new();

    /// <summary>Transactions of frames committed.</summary>
    public long Transactions => _writers.Sum(writer => writer.Transactions);

    /// <summary>Deletes of what was trimmed.</summary>
    public TrimLoop<long> Trims { get; }

    /// <summary>Ends once the deletes are finished that were cut short before <see cref="Start"/>.</summary>
    public Task LeftoversDeleted { get; private set; } = Task.CompletedTask;

    public static ObjectDisposedException Closed() => new(nameof(PostgresStore), "The PostgreSQL store is closed.");

    /// <summary>Makes sure that the database can be used, and begins to finish deletes that were cut short.</summary>
    /// <exception cref="PostgresStorageException">It can't; the message says why.</exception>
    public async Task Start(CancellationToken cancellationToken)
    {
        await PostgresSchema.Check(Database, cancellationToken);
        await Database.Use(connection => CheckDurability(connection, cancellationToken), cancellationToken);
        LeftoversDeleted = Task.Factory.StartNew(FinishDeletes, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Commits, on the one writer that a session's commits all go through.</summary>
    public Task<CommitOutcome> Commit(PostgresCommit commit, CancellationToken cancellationToken) =>
        _writers[Place(commit.Session) % (uint)_writers.Length].Write(commit, cancellationToken);

    /// <summary>Deletes what is left of a log whose row has lost its session. Goes on until the store closes.</summary>
    public async Task DeleteLog(long log)
    {
        while (await Database.Use(connection => PostgresLogDeletion.DeletePiece(connection, log, _closing.Token), _closing.Token))
        {
        }
    }

    /// <summary>Finishes what was accepted and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        foreach (var writer in _writers)
            await writer.DisposeAsync();
        await LeftoversDeleted;
        await Trims.Done;
        await Database.DisposeAsync();
        _closing.Dispose();
    }

    private async Task<bool> CheckDurability(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var show = new NpgsqlCommand("SHOW synchronous_commit", connection);
        return await show.ExecuteScalarAsync(cancellationToken) is not "off"
            ? true
            : throw new PostgresStorageException(
                $"{Database.Name} has synchronous_commit off, so that a crash would lose what people were told is saved; set it to on, or to local.");
    }

    private async Task DeleteTrimmed(long log)
    {
        while (await Database.Use(connection => PostgresLogTrimming.DeletePiece(connection, log, _closing.Token), _closing.Token))
        {
        }
    }

    private async Task FinishDeletes()
    {
        try
        {
            foreach (var log in await Database.Use(connection => PostgresLogDeletion.Unfinished(connection, _closing.Token), _closing.Token))
                await DeleteLog(log);
            Trims.Add(await Database.Use(connection => PostgresLogTrimming.Unfinished(connection, _closing.Token), _closing.Token));
            await Trims.Done;
        }
        catch (OperationCanceledException)
        {
            // Closed first: the next start of any silo goes on with it.
        }
        catch (Exception fault)
        {
            LogDeleteFailed(fault);
        }
    }

    /// <summary>The same for a session in every call; string.GetHashCode differs between processes only, but is not ours to promise.</summary>
    private static uint Place(string session)
    {
        var place = 2166136261u;
        foreach (var letter in session)
            place = (place ^ letter) * 16777619u;
        return place;
    }

    [LoggerMessage(LogLevel.Error, "The rest of deleted sessions could not be deleted from PostgreSQL; the next start tries again.")]
    private partial void LogDeleteFailed(Exception fault);
}
