using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>
/// One state of one activation. Its reads, writes and clears run one after another; writes that wait for the same
/// predecessor are one write, since it writes what the state is when it starts.
/// </summary>
internal sealed class PersistentState<TState>(string name, GrainId grainId, IGrainStorage storage)
    : PersistentState, IPersistentState<TState>
{
    private readonly GrainState<TState> _stored = new(EmptyState.Create<TState>());
    private Task _last = Task.CompletedTask;
    private Task? _waitingWrite;
    private bool _isRead;

    public TState State
    {
        get => _stored.State!;
        set => _stored.State = value;
    }

    public string? Etag => _stored.ETag;

    public bool RecordExists => _isRead ? _stored.RecordExists : throw new InvalidOperationException("The state has not been read yet.");

    public override Task ReadOnActivationAsync(CancellationToken cancellationToken) => ReadStateAsync(cancellationToken);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) => Enqueue(() => ReadNowAsync(cancellationToken), "reading");

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        Enqueue(() => storage.ClearStateAsync(name, grainId, _stored, cancellationToken), "clearing");

    public Task WriteStateAsync(CancellationToken cancellationToken)
    {
        if (_waitingWrite is { } waiting && !cancellationToken.CanBeCanceled)
        {
            return waiting;
        }

        var write = Enqueue(() => WriteNowAsync(cancellationToken), "writing");
        _waitingWrite = cancellationToken.CanBeCanceled ? null : write;
        return write;
    }

    private Task Enqueue(Func<Task> operation, string verb)
    {
        _waitingWrite = null;
        return _last = RunAfterAsync(_last, operation, verb);
    }

    private async Task RunAfterAsync(Task earlier, Func<Task> operation, string verb)
    {
        // Never within the caller's turn, so that the writes of one turn are one write.
        await Task.Yield();
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await operation();
        }
        catch (Exception exception) when (exception is not OrleansException and not OperationCanceledException)
        {
            throw new OrleansException(
                $"{storage.GetType().Name} failed {verb} state \"{name}\" of {grainId}: {exception.Message}", exception);
        }
    }

    private async Task ReadNowAsync(CancellationToken cancellationToken)
    {
        await storage.ReadStateAsync(name, grainId, _stored, cancellationToken);
        _isRead = true;
    }

    private Task WriteNowAsync(CancellationToken cancellationToken)
    {
        _waitingWrite = null;
        return storage.WriteStateAsync(name, grainId, _stored, cancellationToken);
    }
}
