using System.Security.Claims;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace SessionShare.Simulation;

/// <summary>
/// The server's end of a wire, as SignalR has it: calls of one connection run one after the other, streams beside them; when the connection is gone its streams are
/// cancelled, and the hub hears of it once the call under way has ended.
/// </summary>
internal sealed class HubEnd<THub>
    where THub : Hub
{
    private readonly Channel<Upward<THub>> _arrived = Channel.CreateUnbounded<Upward<THub>>();
    private readonly CancellationTokenSource _aborted = new();
    private readonly SortedDictionary<long, CancellationTokenSource> _streams = [];
    private readonly CallerContext _context;
    private readonly Func<THub> _newHub;
    private readonly Action<Downward> _send;
    private readonly Action<string> _onFault;

    public HubEnd(string connection, ClaimsPrincipal user, Func<THub> newHub, Action<Downward> send, Action<string> onFault)
    {
        (_newHub, _send, _onFault) = (newHub, send, onFault);
        _context = new CallerContext(connection, user, _aborted.Token);
    }

    /// <summary>Something arrived.</summary>
    public void Take(Upward<THub> message)
    {
        if (message is Upward<THub>.GoodBye)
            Abort();
        else
            _arrived.Writer.TryWrite(message);
    }

    /// <summary>The connection is gone.</summary>
    public void Abort()
    {
        if (_arrived.Writer.TryComplete())
            _aborted.Cancel();
    }

    /// <summary>Serves until the connection is gone.</summary>
    public async Task Serve()
    {
        while (await _arrived.Reader.WaitToReadAsync())
        {
            while (_arrived.Reader.TryRead(out var message))
                await Serve(message);
        }

        try
        {
            await NewHub().OnDisconnectedAsync(null);
        }
        catch (Exception fault)
        {
            _onFault($"{typeof(THub).Name}.OnDisconnectedAsync threw {fault}");
        }
    }

    private async Task Serve(Upward<THub> message)
    {
        switch (message)
        {
            case Upward<THub>.Invoke invoke:
                await Invoke(invoke);
                break;
            case Upward<THub>.OpenStream open:
                _ = Stream(open);
                break;
            case Upward<THub>.CancelStream cancel when _streams.TryGetValue(cancel.Id, out var stream):
                stream.Cancel();
                break;
        }
    }

    private async Task Invoke(Upward<THub>.Invoke invoke)
    {
        Downward.Answer answer;
        try
        {
            answer = new Downward.Answer(invoke.Id ?? 0, await invoke.Call(NewHub()), null);
        }
        catch (Exception fault)
        {
            _onFault($"{typeof(THub).Name}.{invoke.Name} threw {fault}");
            answer = new Downward.Answer(invoke.Id ?? 0, null, "The call failed.");
        }

        if (invoke.Id is not null)
            _send(answer);
    }

    private async Task Stream(Upward<THub>.OpenStream open)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_aborted.Token);
        _streams[open.Id] = cancel;
        string? error = null;
        try
        {
            await foreach (var item in open.Call(NewHub(), cancel.Token).WithCancellation(cancel.Token))
                _send(new Downward.Item(open.Id, item));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            error = "Cancelled.";
        }
        catch (Exception fault)
        {
            _onFault($"{typeof(THub).Name}.{open.Name} threw {fault}");
            error = "The stream failed.";
        }

        _streams.Remove(open.Id);
        _send(new Downward.StreamEnd(open.Id, error));
    }

    private THub NewHub()
    {
        var hub = _newHub();
        hub.Context = _context;
        return hub;
    }
}
