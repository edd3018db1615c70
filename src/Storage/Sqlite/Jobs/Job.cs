namespace SessionShare.Storage;

/// <summary>One thing to do with a connection on the thread that owns it.</summary>
/// <param name="bytes">What it adds to a transaction.</param>
internal abstract class Job(int bytes, CancellationToken cancellationToken)
{
    public int Bytes { get; } = bytes;

    /// <summary>Cancelled before its turn; once it has run, its outcome stands.</summary>
    protected CancellationToken Cancellation { get; } = cancellationToken;

    /// <summary>Wants no transaction around it, and so no company.</summary>
    public virtual bool Alone => false;

    /// <summary>Has more to do in a later transaction.</summary>
    public virtual bool Again => false;

    /// <summary>Does it. Where the transaction fails it is done again in another.</summary>
    public abstract void Run(DatabaseConnection database);

    /// <summary>It is done, and durable where it wrote.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception fault);

    /// <summary>Ends it when it was cancelled while it waited.</summary>
    public abstract bool EndIfCancelled();
}

/// <summary>A job with a result.</summary>
internal class Job<T>(int bytes, Func<DatabaseConnection, T> run, CancellationToken cancellationToken) : Job(bytes, cancellationToken)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    /// <summary>Ends when the job has.</summary>
    public Task<T> Done => _done.Task;

    protected T Result => _result;

    public override void Run(DatabaseConnection database) => _result = run(database);

    public override void Complete() => _done.TrySetResult(_result);

    public override void Fail(Exception fault) => _done.TrySetException(fault);

    public override bool EndIfCancelled() => Cancellation.IsCancellationRequested && _done.TrySetCanceled(Cancellation);
}

/// <summary>A job that runs between transactions.</summary>
internal sealed class LoneJob<T>(Func<DatabaseConnection, T> run) : Job<T>(0, run, CancellationToken.None)
{
    public override bool Alone => true;
}

/// <summary>A job that is done piece by piece, one a transaction.</summary>
/// <param name="piece">Does the next piece; true when there are more.</param>
internal sealed class PiecemealJob(Func<DatabaseConnection, bool> piece) : Job<bool>(0, piece, CancellationToken.None)
{
    public override bool Again => Result;
}
