using System.Globalization;
using System.Text;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

/// <summary>A person who watches, or a recorder.</summary>
internal sealed class TestViewer : IAsyncDisposable
{
    private readonly WatchedSession _watched;
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryStream _output = new();
    private readonly KeyframeAssembly _keyframes = new();
    private readonly Task _watching;
    private TaskCompletionSource? _stalled;
    private MemoryStream _sinceDrawn = new();
    private long _drawnAt = -1;

    private TestViewer(WatchedSession watched)
    {
        _watched = watched;
        _watching = Watch();
    }

    public Seen<WatchedEvent> Events { get; } = new();

    public Role Role => _watched.Role;

    /// <summary>Its id in the roster.</summary>
    public string Participant => _watched.Participant;

    /// <summary>How many bytes of output came.</summary>
    public long OutputBytes
    {
        get
        {
            lock (_output)
                return _output.Length;
        }
    }

    /// <summary>Bytes of the Output frames so far.</summary>
    public byte[] Output
    {
        get
        {
            lock (_output)
                return _output.ToArray();
        }
    }

    /// <summary>Bytes of the sharer's output that the screen shows, as the newest keyframe and the output behind it say; -1: no keyframe came.</summary>
    public long ScreenBytes
    {
        get
        {
            lock (_output)
                return _drawnAt < 0 ? -1 : _drawnAt + _sinceDrawn.Length;
        }
    }

    /// <summary>How many keyframes came.</summary>
    public int Keyframes { get; private set; }

    /// <summary>Whether the screen shows what the sharer wrote, from the newest keyframe on.</summary>
    public bool Shows(TestSharer sharer)
    {
        lock (_output)
            return _drawnAt >= 0 && sharer.Written.AsSpan((int)_drawnAt).SequenceEqual(_sinceDrawn.ToArray());
    }

    public static async Task<TestViewer> Join(
        TestServer server, TestSharer sharer, bool recorder = false, string? email = null, WatchFrom? from = null, string? name = null, TestNetwork? via = null)
    {
        var options = new WatchOptions
        {
            Servers = [via?.Url ?? server.Url],
            Session = sharer.Id,
            LinkSecret = sharer.Link.Secret,
            Name = name,
            Recorder = recorder,
            From = from ?? WatchFrom.Start,
            GiveUpAfter = TimeSpan.FromHours(1), // However slow the machine, and however often a drill cuts an attempt.
        };
        return new TestViewer(await WatchedSession.Join(server.TransportOf(email), options, CancellationToken.None));
    }

    /// <summary>Stops reading, as a stalled terminal does.</summary>
    public void Stall() => _stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads again.</summary>
    public void Recover() => Interlocked.Exchange(ref _stalled, null)?.SetResult();

    public Task<Refusal?> Type(string text) => _watched.Type(Encoding.UTF8.GetBytes(text));

    public Task<Refusal?> RequestRole(Role role) => _watched.RequestRole(role, CancellationToken.None);

    public Task<IReadOnlyList<Block>> Blocks() => _watched.Blocks(1, 100, CancellationToken.None);

    /// <summary>Waits for the session's end, and says how it was.</summary>
    public async Task<Ended> Ended()
    {
        await Events.Until(seen => seen.Any(item => item is WatchedEvent.Ended or WatchedEvent.Closed), "the end");
        return Events.All.OfType<WatchedEvent.Ended>().Single().How;
    }

    /// <summary>Waits until the output is what the sharer wrote.</summary>
    public Task Catches(TestSharer sharer) => Events.Until(_ => OutputBytes >= sharer.WrittenBytes, $"{sharer.WrittenBytes} bytes of output");

    public async ValueTask DisposeAsync()
    {
        Recover();
        await _stop.CancelAsync();
        await _watched.DisposeAsync();
        try
        {
            await _watching;
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task Watch()
    {
        await foreach (var item in _watched.Watch(_stop.Token))
        {
            if (item is WatchedEvent.Frames frames)
                Take(frames);
            Events.Add(item);
            if (_stalled is { } stalled)
                await stalled.Task;
        }
    }

    private void Take(WatchedEvent.Frames frames)
    {
        lock (_output)
        {
            foreach (var frame in frames)
            {
                if (_keyframes.TryComplete(frame, out var keyframe))
                    (_drawnAt, _sinceDrawn, Keyframes) = (long.Parse(Encoding.ASCII.GetString(keyframe.Bytes.Span[1..]), CultureInfo.InvariantCulture), new MemoryStream(), Keyframes + 1);
                if (frame.Kind != FrameKind.Output)
                    continue;
                _output.Write(frame.Payload.Span);
                _sinceDrawn.Write(frame.Payload.Span);
            }
        }
    }
}
