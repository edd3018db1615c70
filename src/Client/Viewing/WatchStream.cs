using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// One connection of a viewer: its stream, read as the caller asks for more, and its typing. Owns the connection. Disposing ends both;
/// with <see cref="Next"/> under way it must be cancelled first.
/// </summary>
/// <param name="together">What else is sent on the connection until it ends; it may fail with the connection.</param>
internal sealed class WatchStream(
    IViewerConnection connection,
    TypingQueue typing,
    Func<TerminalSize?> size,
    Signal typed,
    TimeProvider time,
    Func<IViewerConnection, CancellationToken, Task>? together = null) : IAsyncDisposable
{
    /// <summary>What a reader that has caught up still owes is said this much later, so that single keys cost no message each.</summary>
    private static readonly TimeSpan SeenWhenIdle = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly SeenMeter _seen = new();
    private Task _typing = Task.CompletedTask;
    private Task _together = Task.CompletedTask;
    private IAsyncEnumerator<WatchItem>? _items;
    private Task<bool>? _next;
    private Task? _idle;
    private int _disposed;

    public IViewerConnection Connection => connection;

    /// <summary>Starts to type.</summary>
    public void StartTyping()
    {
        _typing = new TypeLoop(connection, typing, size, typed, time).Run(_stop.Token);
        _together = together?.Invoke(connection, _stop.Token) ?? Task.CompletedTask;
    }

    /// <summary>The reader has done with these frames.</summary>
    public async ValueTask Consumed(FrameRun run)
    {
        _seen.Consumed(run);
        if (_seen.IsDue)
            await connection.Seen(_seen.Say(), _stop.Token);
    }

    /// <summary>The next item, or null when the server is going.</summary>
    public async ValueTask<WatchItem?> Next(WatchRequest request, CancellationToken cancellationToken)
    {
        _items ??= connection.Watch(request, _stop.Token).GetAsyncEnumerator(_stop.Token);
        _next = _items.MoveNextAsync().AsTask();
        while (!_next.IsCompleted && _seen.Owes)
        {
            _idle ??= Task.Delay(SeenWhenIdle, time, _stop.Token);
            await Task.WhenAny(_next, _idle).WaitAsync(cancellationToken);
            if (!_idle.IsCompleted)
                continue;
            _idle = null;
            await connection.Seen(_seen.Say(), cancellationToken);
        }

        return await _next.WaitAsync(cancellationToken) ? _items.Current : null;
    }

    public async ValueTask DisposeAsync()
    {
        // Who reads may lose it while who leaves closes it.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _stop.Cancel();
        await connection.DisposeAsync();
        await Task.WhenAll(_next ?? Task.CompletedTask, _typing, _together, _idle ?? Task.CompletedTask).Settled();
        if (_items is not null)
            await _items.DisposeAsync();
        _stop.Dispose();
    }
}
