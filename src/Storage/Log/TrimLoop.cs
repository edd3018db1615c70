using Microsoft.Extensions.Logging;

namespace SessionShare.Storage;

/// <summary>Deletes what was trimmed of logs, one log after the other, beside commits. What a fault or a stop leaves, the log's next trim or the next start deletes.</summary>
/// <typeparam name="TLog">What names a log.</typeparam>
/// <param name="order">The order in which waiting logs have their turn.</param>
/// <param name="delete">Deletes what was trimmed of one log.</param>
/// <param name="finish">Called whenever no other log waits.</param>
internal sealed partial class TrimLoop<TLog>(IComparer<TLog> order, Func<TLog, Task> delete, Func<Task> finish, ILogger logger)
{
    private readonly SortedSet<TLog> _waiting = new(order);
    private bool _runs;

    /// <summary>Ends once everything is gone that was added so far, or its deletion has failed.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    /// <summary>Begins to delete what was trimmed of these logs.</summary>
    public void Add(params IEnumerable<TLog> logs)
    {
        lock (_waiting)
        {
            _waiting.UnionWith(logs);
            if (_runs || _waiting.Count == 0)
                return;
            _runs = true;
            // On the pool's scheduler: the caller is a grain's turn.
            Done = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
        }
    }

    private async Task Loop()
    {
        while (TryTake(out var log))
        {
            try
            {
                await delete(log);
                if (IsLast())
                    await finish();
            }
            catch (Exception fault) when (fault is ObjectDisposedException or OperationCanceledException)
            {
                // Closed first: the next start goes on with it.
            }
            catch (Exception fault)
            {
                LogTrimFailed(fault);
            }
        }
    }

    private bool TryTake(out TLog log)
    {
        lock (_waiting)
        {
            _runs = _waiting.Count > 0;
            log = _waiting.Min!;
            _waiting.Remove(log);
            return _runs;
        }
    }

    private bool IsLast()
    {
        lock (_waiting)
            return _waiting.Count == 0;
    }

    [LoggerMessage(LogLevel.Error, "What was trimmed of a session could not be deleted; its next trim or the next start tries again.")]
    private partial void LogTrimFailed(Exception fault);
}
