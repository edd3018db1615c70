using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cluster;

/// <summary>A sharer whose output never stops, and raw viewers who must end up with exactly its bytes.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly SharedSession _session;
    private readonly List<RawViewer> _viewers = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Task _writing;
    private readonly Task _listening;
    private long _written;

    private Traffic(SharedSession session, long bytesPerMinute)
    {
        _session = session;
        _writing = Write((int)(bytesPerMinute * Tick.TotalMinutes) + 1);
        _listening = Listen();
    }

    /// <summary>Bytes output so far.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Shares through the first of the cluster's gateways, and watches through the last; the others stand by.</summary>
    public static async Task<Traffic> Start(TestCluster cluster, int viewers, long bytesPerMinute)
    {
        var transport = await cluster.Transport();
        Uri[] addresses = [.. cluster.Gateways.Select(gateway => gateway.Address)];
        var id = SessionId.Of(RandomNumberGenerator.GetBytes(16));
        var options = new ShareOptions { Servers = addresses, Session = id, Title = "drill", Link = Role.View };
        var session = await SharedSession.Share(transport, options, CancellationToken.None);
        var traffic = new Traffic(session, bytesPerMinute);
        var link = SessionLink.TryParse(session.Link, out var parsed) ? parsed : throw new InvalidOperationException(session.Link);
        for (var i = 0; i < viewers; i++)
            traffic._viewers.Add(await RawViewer.Join(transport, [.. addresses.Reverse()], link));
        return traffic;
    }

    /// <summary>How long it takes until every viewer has what is output from now on.</summary>
    /// <param name="fault">What is done to the cluster first; its time counts.</param>
    public async Task<TimeSpan> Recovery(Action? fault = null)
    {
        var begun = Stopwatch.GetTimestamp();
        fault?.Invoke();
        var mark = Written;
        await TestCluster.Until(() => Task.FromResult(_viewers.TrueForAll(viewer => viewer.Received > mark)), "every viewer has new output");
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>The longest time that a viewer had no output since this was last asked.</summary>
    public TimeSpan LongestPause() => _viewers.Max(viewer => viewer.LongestPause());

    /// <summary>Ends the session, lets the viewers read to its end, and compares.</summary>
    /// <returns>Bytes that each viewer has, to the last one the sharer's.</returns>
    /// <exception cref="InvalidOperationException">A viewer has others.</exception>
    public async Task<long> Compare()
    {
        await _stop.CancelAsync();
        await _writing;
        var outcome = await _session.End(Reason.SharerExited, 0, CancellationToken.None);
        if (!outcome.Durable)
            throw new InvalidOperationException($"The end was not stored: {outcome}");
        var expected = Convert.ToHexString(_hash.GetHashAndReset());
        foreach (var viewer in _viewers)
            await viewer.Compare(Written, expected);
        return Written;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        foreach (var viewer in _viewers)
            await viewer.DisposeAsync();
        await _session.DisposeAsync();
        await _listening;
        _stop.Dispose();
        _hash.Dispose();
    }

    private async Task Write(int bytesPerTick)
    {
        using var timer = new PeriodicTimer(Tick);
        for (var line = 0L; !_stop.IsCancellationRequested; line++)
        {
            var text = new StringBuilder();
            while (text.Length < bytesPerTick)
                text.Append($"{line} {text.Length} the quick brown fox jumps over the lazy dog\r\n");
            var bytes = Encoding.UTF8.GetBytes(text.ToString())[..bytesPerTick];
            _hash.AppendData(bytes);
            _session.Output(bytes);
            Volatile.Write(ref _written, _written + bytes.Length);
            await timer.WaitForNextTickAsync();
        }
    }

    private async Task Listen()
    {
        await foreach (var _ in _session.Events(CancellationToken.None))
        {
            // Read, so that the session goes on.
        }
    }
}
