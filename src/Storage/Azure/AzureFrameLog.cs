using System.Collections.Concurrent;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Storage;

/// <summary>Sessions' frames and blocks in append blobs of an Azure storage account. What blobs a log is made of: <see cref="LogBlobs"/>.</summary>
internal sealed partial class AzureFrameLog : IFrameLog, IAsyncDisposable
{
    /// <summary>Bytes that a look at an append brings: most heads in one read.</summary>
    public const int LookBytes = 4 * 1024;

    /// <summary>Bytes that a read of frames brings at most at once, unless one part is larger.</summary>
    public const int ReadBytes = 1024 * 1024;

    private readonly BlobContainerClient _container;
    private readonly AzureLimits _limits;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private bool _disposed;
    private readonly ConcurrentDictionary<string, AppendWriter> _writers = new(StringComparer.Ordinal);

    public AzureFrameLog(IOptions<AzureOptions> options, ILogger<AzureFrameLog> logger)
        : this(options.Value, new AzureLimits(options.Value.BlobBytes, options.Value.AppendBytes), logger)
    {
    }

    /// <summary>Nothing is asked of the account yet.</summary>
    public AzureFrameLog(AzureOptions options, AzureLimits limits, ILogger logger) =>
        (_container, _limits, _logger) = (AzureBlobs.Connect(options).GetBlobContainerClient(options.FrameContainer), limits, logger);

    /// <summary>Ends once the deletes are finished that were cut short before <see cref="Start"/>.</summary>
    public Task LeftoversDeleted { get; private set; } = Task.CompletedTask;

    /// <summary>Makes sure that the container can be used, and begins to finish deletes that were cut short.</summary>
    /// <exception cref="AzureStorageException">It can't; the message says why.</exception>
    public async Task Start(CancellationToken cancellationToken)
    {
        var unfinished = await Explained(() => LogRemoval.Unfinished(_container, cancellationToken));
        LeftoversDeleted = Task.Factory.StartNew(
            () => FinishDeletes(unfinished), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
    }

    /// <inheritdoc/>
    public Task<LogHead> Open(string session, CancellationToken cancellationToken) => Explained(async () =>
    {
        var blobs = await LogOpening.Open(_container, session, cancellationToken);
        var view = await LogView.Of(_container, blobs, cancellationToken);
        Keep(session, await AppendWriter.Load(_container, _limits, blobs, view, cancellationToken));
        return await view.Head(cancellationToken);
    });

    /// <inheritdoc/>
    public Task<CommitOutcome> Commit(LogCommit commit, CancellationToken cancellationToken)
    {
        CommitRuns.Check(commit);
        cancellationToken.ThrowIfCancellationRequested();
        // Not awaited here where the writer is known: commits of a session queue in the order of the calls.
        return _writers.TryGetValue(commit.Session, out var writer) && !writer.IsOver && writer.Generation >= commit.Generation
            ? Commit(commit, writer, cancellationToken)
            : Explained(() => LoadAndCommit(commit, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LoggedRun>> Read(string session, long after, int maxBytes, CancellationToken cancellationToken) => Explained(async () =>
        await LogView.Of(_container, session, cancellationToken) is { } view ? await view.Runs(after, maxBytes, cancellationToken) : []);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Block>> ReadBlocks(string session, int from, int count, CancellationToken cancellationToken) => Explained(async () =>
        await LogView.Of(_container, session, cancellationToken) is { } view ? await view.Blocks(from, count, cancellationToken) : []);

    /// <inheritdoc/>
    public Task<LogHead?> Peek(string session, CancellationToken cancellationToken) => Explained(async () =>
        await LogView.Of(_container, session, cancellationToken) is { } view ? await view.Head(cancellationToken) : null);

    /// <inheritdoc/>
    public Task<long> PayloadBytesOn(string session, int day, CancellationToken cancellationToken) => Explained(async () =>
        (await LogView.Of(_container, session, cancellationToken))?.PayloadBytesOn(day) ?? 0);

    /// <inheritdoc/>
    public Task Delete(string session, CancellationToken cancellationToken) => Explained(async () =>
    {
        _writers.TryRemove(session, out _);
        await LogRemoval.Delete(_container, session, cancellationToken);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        // A container that has it under two names disposes it twice.
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await _closing.CancelAsync();
        await LeftoversDeleted;
        _closing.Dispose();
    }

    private async Task<CommitOutcome> LoadAndCommit(LogCommit commit, CancellationToken cancellationToken)
    {
        var view = await LogView.Of(_container, commit.Session, cancellationToken);
        if (view is null || view.Blobs.Segments.Count == 0 || view.Blobs.Segments[^1] is not { IsClosed: false } last || last.Generation != commit.Generation)
            return CommitOutcome.Conflict;

        var writer = await AppendWriter.Load(_container, _limits, view.Blobs, view, cancellationToken);
        Keep(commit.Session, writer);
        return await Commit(commit, writer, cancellationToken);
    }

    private static Task<CommitOutcome> Commit(LogCommit commit, AppendWriter writer, CancellationToken cancellationToken) =>
        writer.Generation == commit.Generation ? writer.Write(commit, cancellationToken) : Task.FromResult(CommitOutcome.Conflict);

    private void Keep(string session, AppendWriter writer)
    {
        if (_writers.Count >= _limits.Writers)
        {
            foreach (var (idle, known) in _writers)
            {
                if (known.IsIdle)
                    _writers.TryRemove(new KeyValuePair<string, AppendWriter>(idle, known));
            }
        }

        _writers.AddOrUpdate(session, writer, (_, known) => known.Generation > writer.Generation && !known.IsOver ? known : writer);
    }

    private async Task<T> Explained<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (AzureFaults.Explain(fault, _container.Name) is { } explained)
        {
            throw explained;
        }
    }

    private async Task FinishDeletes(IReadOnlyList<string> sessions)
    {
        try
        {
            foreach (var session in sessions)
                await LogRemoval.Delete(_container, session, _closing.Token);
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

    [LoggerMessage(LogLevel.Error, "The rest of deleted sessions could not be deleted from Azure storage; the next start tries again.")]
    private partial void LogDeleteFailed(Exception fault);
}
