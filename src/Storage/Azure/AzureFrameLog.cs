using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>Sessions' frames and blocks in append blobs of an Azure storage account. What blobs a log is made of: <see cref="LogBlobs"/>.</summary>
internal sealed partial class AzureFrameLog : IFrameLog, IAsyncDisposable
{
    /// <summary>Bytes that a look at an append brings: most heads in one read.</summary>
    public const int LookBytes = 4 * 1024;

    /// <summary>Bytes that a read of frames brings at most at once, unless one part is larger.</summary>
    public const int ReadBytes = 1024 * 1024;

    /// <summary>Trims and reads that find the log changed since they looked, and look again.</summary>
    private const int Looks = 20;

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
        (_container, _limits, _logger, Trims) = (
            AzureBlobs.Connect(options).GetBlobContainerClient(options.FrameContainer),
            limits,
            logger,
            new TrimLoop<string>(StringComparer.Ordinal, DeleteTrimmed, () => Task.CompletedTask, logger));

    /// <summary>Deletes of what was trimmed. What one leaves, the next trim of the log deletes, or its next opening.</summary>
    public TrimLoop<string> Trims { get; }

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
    public Task<LogHead> Open(string session, CancellationToken cancellationToken) =>
        Explained(async () => await Take(session, await LogOpening.Open(_container, session, cancellationToken), cancellationToken));

    /// <inheritdoc/>
    public Task<LogHead?> Reopen(string session, CancellationToken cancellationToken) =>
        Explained(async () => await LogOpening.Reopen(_container, session, cancellationToken) is { } blobs ? await Take(session, blobs, cancellationToken) : null);

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
    public Task<CommitOutcome> Trim(LogTrim trim, CancellationToken cancellationToken) => Explained(async () =>
    {
        for (var look = 1; look <= Looks; look++)
        {
            var view = await LogView.Of(_container, trim.Session, cancellationToken);
            if (view is null || !view.IsOpenFor(trim.Generation) || trim.Oldest > view.End + 1)
                return CommitOutcome.Conflict;
            if (trim.Oldest <= view.Oldest || await Trim(trim, view, cancellationToken) == CommitOutcome.Committed)
            {
                Trims.Add(trim.Session);
                return CommitOutcome.Committed;
            }
        }

        throw new AzureStorageException($"The log of a session in the container '{_container.Name}' is written too fast to be trimmed; try again.");
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<LoggedRun>> Read(string session, long after, int maxBytes, CancellationToken cancellationToken) =>
        Seen(session, [], view => view.Runs(after, maxBytes, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockRow>> ReadBlocks(string session, int from, int count, CancellationToken cancellationToken) =>
        Seen(session, [], view => view.Blocks(from, count, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<LogHead?> Peek(string session, CancellationToken cancellationToken) =>
        Seen<LogHead?>(session, null, async view => await view.Head(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<long> PayloadBytesOn(string session, int day, CancellationToken cancellationToken) =>
        Seen(session, 0, view => Task.FromResult(view.PayloadBytesOn(day)), cancellationToken);

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
        await Trims.Done;
        _closing.Dispose();
    }

    private async Task<LogHead> Take(string session, LogBlobs blobs, CancellationToken cancellationToken)
    {
        var view = await LogView.Of(_container, blobs, cancellationToken);
        Keep(session, await AppendWriter.Load(_container, _limits, blobs, view, cancellationToken));
        if (view.TrimmedSegments.Any())
            Trims.Add(session);
        return await view.Head(cancellationToken);
    }

    private async Task<CommitOutcome> LoadAndCommit(LogCommit commit, CancellationToken cancellationToken)
    {
        var view = await LogView.Of(_container, commit.Session, cancellationToken);
        return view is not null && view.IsOpenFor(commit.Generation)
            ? await Commit(commit, await Load(commit.Session, view, cancellationToken), cancellationToken)
            : CommitOutcome.Conflict;
    }

    private async Task<CommitOutcome> Trim(LogTrim trim, LogView view, CancellationToken cancellationToken)
    {
        var plan = await view.PlanTrim(trim, cancellationToken);
        var writer = _writers.TryGetValue(trim.Session, out var known) && !known.IsOver && known.Generation >= trim.Generation
            ? known
            : await Load(trim.Session, view, cancellationToken);
        return writer.Generation == trim.Generation ? await writer.Trim(plan, cancellationToken) : CommitOutcome.Conflict;
    }

    private async Task<AppendWriter> Load(string session, LogView view, CancellationToken cancellationToken)
    {
        var writer = await AppendWriter.Load(_container, _limits, view.Blobs, view, cancellationToken);
        Keep(session, writer);
        return writer;
    }

    private async Task DeleteTrimmed(string session)
    {
        if (await LogView.Of(_container, session, _closing.Token) is { } view)
            await LogRemoval.DeleteTrimmed(_container, view, _closing.Token);
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

    /// <summary>Reads a log as it stands; <paramref name="none"/> where there is none. A trim may take away what was just seen: then it is looked at again.</summary>
    private Task<T> Seen<T>(string session, T none, Func<LogView, Task<T>> read, CancellationToken cancellationToken) => Explained(async () =>
    {
        for (var look = 1; ; look++)
        {
            try
            {
                return await LogView.Of(_container, session, cancellationToken) is { } view ? await read(view) : none;
            }
            catch (RequestFailedException fault) when (look < Looks && fault is { Status: 404, ErrorCode: "BlobNotFound" })
            {
            }
        }
    });

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
