using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>A guest who watches with the client library, which comes back by itself, and follows stamped lines.</summary>
internal sealed class Watching : IAsyncDisposable
{
    private readonly WatchedSession _session;
    private readonly Task _reading;

    private Watching(WatchedSession session, int lineBytes)
    {
        (_session, Lines) = (session, new Follower(lineBytes));
        _reading = Read();
    }

    public Follower Lines { get; }

    /// <summary>How often it was told that it skips.</summary>
    public int Laggings { get; private set; }

    public static async Task<Watching> Join(Uri server, SessionLink link, bool recorder, int lineBytes)
    {
        var options = new WatchOptions { Servers = [server], Session = link.Session, LinkSecret = link.Secret, Recorder = recorder, From = recorder ? WatchFrom.Start : WatchFrom.Now };
        return new Watching(await WatchedSession.Join(new SignalRTransport(new SignalRTransportOptions()), options, CancellationToken.None), lineBytes);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _reading;
    }

    private async Task Read()
    {
        await foreach (var item in _session.Watch(CancellationToken.None))
        {
            if (item is WatchedEvent.Frames frames)
                Take(frames);
            else if (item is WatchedEvent.Lagging)
                Lag();
            else if (item is WatchedEvent.Rewound)
                Lines.Break();
        }
    }

    private void Take(WatchedEvent.Frames frames)
    {
        foreach (var frame in frames)
        {
            if (frame.Kind == FrameKind.Output)
                Lines.Take(frame.Payload.Span);
        }
    }

    private void Lag()
    {
        Laggings++;
        Lines.Break();
    }
}
