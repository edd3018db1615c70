using System.Globalization;
using System.Text;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>A viewer of the soak by the client library: checks every byte from where it knows its place, which a recorder always does, others from a keyframe on.</summary>
internal sealed class SoakedViewer : IAsyncDisposable
{
    private readonly WatchedSession _watched;
    private readonly int _session;
    private readonly bool _recorder;
    private readonly CancellationTokenSource _stop = new();
    private readonly KeyframeAssembly _keyframes = new();
    private readonly Task _reading;
    private TaskCompletionSource? _stalled;
    private long _position;

    private SoakedViewer(WatchedSession watched, int session, bool recorder)
    {
        (_watched, _session, _recorder, _position) = (watched, session, recorder, recorder ? 0 : -1);
        _reading = Read();
    }

    /// <summary>Bytes of the session up to where it has them; -1: it does not know its place just now.</summary>
    public long Position => Interlocked.Read(ref _position);

    /// <summary>Bytes that were checked.</summary>
    public long Checked { get; private set; }

    /// <summary>How often it was told that it skips.</summary>
    public int Laggings { get; private set; }

    /// <summary>What is wrong: bytes that are not those of their place, or an end before its time.</summary>
    public string? Fault { get; private set; }

    public static async Task<SoakedViewer> Join(Uri server, SoakedSession session, bool recorder)
    {
        var options = new WatchOptions
        {
            Servers = [server],
            Session = session.Link.Session,
            LinkSecret = session.Link.Secret,
            Recorder = recorder,
            From = recorder ? WatchFrom.Start : WatchFrom.Now,
            GiveUpAfter = TimeSpan.FromHours(1),
        };
        return new SoakedViewer(await WatchedSession.Join(new SignalRTransport(new SignalRTransportOptions()), options, CancellationToken.None), session.Number, recorder);
    }

    /// <summary>Stops reading for a while.</summary>
    public async Task Stall(TimeSpan time)
    {
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _stalled, stalled, null) is not null)
            return;
        await Task.WhenAny(Task.Delay(time), _reading);
        Interlocked.Exchange(ref _stalled, null);
        stalled.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watched.DisposeAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task Read()
    {
        try
        {
            await foreach (var item in _watched.Watch(_stop.Token))
            {
                Take(item);
                if (_stalled is { } stalled)
                    await stalled.Task.WaitAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It leaves.
        }
    }

    private void Take(WatchedEvent item)
    {
        switch (item)
        {
            case WatchedEvent.Frames frames:
                foreach (var frame in frames)
                    Take(frame);
                break;
            case WatchedEvent.Lagging or WatchedEvent.Rewound or WatchedEvent.Missed when _recorder:
                Fault ??= $"a recorder of session {_session} was told: {item}";
                break;
            case WatchedEvent.Lagging:
                Laggings++;
                Interlocked.Exchange(ref _position, -1);
                break;
            case WatchedEvent.Rewound or WatchedEvent.Missed:
                Interlocked.Exchange(ref _position, -1);
                break;
            case WatchedEvent.Ended or WatchedEvent.Closed when !_stop.IsCancellationRequested:
                Fault ??= $"a viewer of session {_session} was told: {item}";
                break;
        }
    }

    private void Take(Frame frame)
    {
        if (_keyframes.TryComplete(frame, out var keyframe) && !_recorder)
            Interlocked.Exchange(ref _position, long.Parse(Encoding.ASCII.GetString(keyframe.Bytes.Span), CultureInfo.InvariantCulture));
        if (frame.Kind == FrameKind.Skipped)
            Fault ??= $"session {_session} gave output up";
        if (frame.Kind != FrameKind.Output || _position < 0)
            return;
        if (!Pattern.Is(_session, _position, frame.Payload.Span))
            Fault ??= $"a {(_recorder ? "recorder" : "viewer")} of session {_session} has other bytes than were written, behind byte {_position:n0} (frame {frame.Sequence})";
        Checked += frame.Payload.Length;
        Interlocked.Add(ref _position, frame.Payload.Length);
    }
}
