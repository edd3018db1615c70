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

    public override Task ReadOnActivationAsync() => ReadStateAsync();

    public Task ReadStateAsync() => Enqueue(ReadNowAsync, "reading");

    public Task ClearStateAsync() => Enqueue(() => storage.ClearStateAsync(name, grainId, _stored), "clearing");

    public Task WriteStateAsync() => _waitingWrite ??= Enqueue(WriteNowAsync, "writing");

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

    private async Task ReadNowAsync()
    {
        await storage.ReadStateAsync(name, grainId, _stored);
        _isRead = true;
    }

    private Task WriteNowAsync()
    {
        _waitingWrite = null;
        return storage.WriteStateAsync(name, grainId, _stored);
    }
}
