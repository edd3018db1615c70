using System.Diagnostics;
using System.Security.Cryptography;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cluster;

/// <summary>Takes in every durable byte of a session's output, as <c>join --raw</c> does.</summary>
internal sealed class RawViewer : IAsyncDisposable
{
    private readonly WatchedSession _session;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<WatchedEvent?> _watching;
    private long _received;
    private long _last = Stopwatch.GetTimestamp();
    private long _longest;

    private RawViewer(WatchedSession session)
    {
        _session = session;
        _watching = Watch();
    }

    /// <summary>Bytes so far.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>The longest time without output since this was last asked.</summary>
    public TimeSpan LongestPause() => Stopwatch.GetElapsedTime(0, Interlocked.Exchange(ref _longest, 0));

    public static async Task<RawViewer> Join(ISessionTransport transport, IReadOnlyList<Uri> servers, SessionLink link) =>
        new(await WatchedSession.Join(
            transport,
            new WatchOptions { Servers = servers, Session = link.Session, LinkSecret = link.Secret, Recorder = true, MayType = false },
            CancellationToken.None));

    /// <summary>Reads to the end, and compares.</summary>
    public async Task Compare(long length, string hash)
    {
        var last = await _watching;
        if (last is not WatchedEvent.Ended)
            throw new InvalidOperationException($"A viewer's session did not end, it got {last} behind {Received} of {length} bytes.");
        if (Received != length || Convert.ToHexString(_hash.GetHashAndReset()) != hash)
            throw new InvalidOperationException($"A viewer has {Received} bytes, the sharer wrote {length}, and they are not the same.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        await _session.DisposeAsync();
        _hash.Dispose();
        _stop.Dispose();
    }

    private async Task<WatchedEvent?> Watch()
    {
        WatchedEvent? last = null;
        try
        {
            await foreach (var item in _session.Watch(_stop.Token))
            {
                last = item;
                if (item is WatchedEvent.Frames frames)
                    Take(frames);
            }
        }
        catch (OperationCanceledException)
        {
            // Left before the end.
        }

        return last;
    }

    private void Take(WatchedEvent.Frames frames)
    {
        var now = Stopwatch.GetTimestamp();
        Volatile.Write(ref _longest, Math.Max(_longest, now - _last));
        _last = now;
        foreach (var frame in frames)
        {
            if (frame.Kind != FrameKind.Output)
                continue;
            _hash.AppendData(frame.Payload.Span);
            Volatile.Write(ref _received, _received + frame.Payload.Length);
        }
    }
}
