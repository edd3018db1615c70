using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SessionShare.Client;

namespace SessionShare.Simulation;

/// <summary>The client's end of a wire, as SignalR's client has it: it reads what comes whether or not anybody takes it.</summary>
internal sealed class ClientEnd<THub>(Action<Upward<THub>> send)
{
    private readonly TaskCompletionSource<string> _closed = new();
    private readonly SortedDictionary<long, TaskCompletionSource<object?>> _asked = [];
    private readonly SortedDictionary<long, Channel<object>> _streams = [];
    private long _last;

    public Task<string> Closed => _closed.Task;

    public bool IsClosed => _closed.Task.IsCompleted;

    public Task Send(string name, Func<THub, Task> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        send(new Upward<THub>.Invoke(null, name, async hub =>
        {
            await call(hub);
            return null;
        }));
        return Task.CompletedTask;
    }

    public async Task<T> Invoke<T>(string name, Func<THub, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        var id = ++_last;
        var answer = new TaskCompletionSource<object?>();
        _asked.Add(id, answer);
        send(new Upward<THub>.Invoke(id, name, async hub => await call(hub)));
        return (T)(await answer.Task.WaitAsync(cancellationToken))!;
    }

    public async IAsyncEnumerable<T> Stream<T>(
        string name, Func<THub, CancellationToken, IAsyncEnumerable<T>> call, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        var id = ++_last;
        var items = Channel.CreateUnbounded<object>();
        _streams.Add(id, items);
        send(new Upward<THub>.OpenStream(id, name, call));
        try
        {
            while (await items.Reader.WaitToReadAsync(cancellationToken))
            {
                while (items.Reader.TryRead(out var item))
                    yield return (T)item;
            }
        }
        finally
        {
            if (_streams.Remove(id) && !IsClosed)
                send(new Upward<THub>.CancelStream(id));
        }
    }

    /// <summary>Something arrived.</summary>
    public void Take(Downward message)
    {
        switch (message)
        {
            case Downward.Answer answer when _asked.Remove(answer.Id, out var asked):
                if (answer.Error is { } error)
                    asked.TrySetException(new ConnectionLostException(error));
                else
                    asked.TrySetResult(answer.Result);
                break;
            case Downward.Item item when _streams.TryGetValue(item.Id, out var stream):
                stream.Writer.TryWrite(item.Value);
                break;
            case Downward.StreamEnd end when _streams.Remove(end.Id, out var ended):
                ended.Writer.TryComplete(end.Error is null ? null : new ConnectionLostException(end.Error));
                break;
            case Downward.GoodBye goodBye:
                Close(goodBye.Why);
                break;
        }
    }

    /// <summary>The connection is gone.</summary>
    public void Close(string why)
    {
        if (!_closed.TrySetResult(why))
            return;
        foreach (var asked in _asked.Values)
            asked.TrySetException(new ConnectionLostException(why));
        foreach (var stream in _streams.Values)
            stream.Writer.TryComplete(new ConnectionLostException(why));
        _asked.Clear();
        _streams.Clear();
    }

    private void ThrowIfClosed()
    {
        if (IsClosed)
            throw new ConnectionLostException(_closed.Task.Result);
    }
}
