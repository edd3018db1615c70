using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>A commit or a trim that waits for its append.</summary>
internal sealed class AppendJob(LogCommit commit, TrimPlan? plan, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<CommitOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LogCommit Commit => commit;

    /// <summary>With a trim; the commit then brings nothing but rows of blocks.</summary>
    public TrimPlan? Plan => plan;

    /// <summary>About what it adds to an append.</summary>
    public int Bytes { get; } = commit.Runs.Sum(logged => logged.Run.Bytes.Length);

    /// <summary>Ends when it is durable, refused or failed.</summary>
    public Task<CommitOutcome> Done => _done.Task;

    /// <summary>Ends it when it was cancelled while it waited.</summary>
    public bool EndIfCancelled() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    public void Complete(CommitOutcome outcome) => _done.TrySetResult(outcome);

    public void Fail(Exception fault) => _done.TrySetException(fault);
}
