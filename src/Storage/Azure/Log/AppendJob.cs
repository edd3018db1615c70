using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>A commit that waits for its append.</summary>
internal sealed class AppendJob(LogCommit commit, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<CommitOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LogCommit Commit => commit;

    /// <summary>About what it adds to an append.</summary>
    public int Bytes { get; } = commit.Runs.Sum(logged => logged.Run.Bytes.Length);

    /// <summary>Ends when it is durable, refused or failed.</summary>
    public Task<CommitOutcome> Done => _done.Task;

    /// <summary>Ends it when it was cancelled while it waited.</summary>
    public bool EndIfCancelled() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    public void Complete(CommitOutcome outcome) => _done.TrySetResult(outcome);

    public void Fail(Exception fault) => _done.TrySetException(fault);
}
