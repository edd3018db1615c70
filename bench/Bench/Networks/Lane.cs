using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace SessionShare.Bench;

/// <summary>One direction of a connection through a network.</summary>
internal sealed class Lane(Socket from, Socket to, Distance distance) : IDisposable
{
    private readonly Channel<(byte[] Bytes, long Due)> _way = Channel.CreateUnbounded<(byte[], long)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _window = new(Distance.WindowBytes / Distance.SegmentBytes);
    private readonly Random _random = new(1);
    private long _free;

    public Task Run(CancellationToken cancellationToken) => distance == Distance.None ? Copy(cancellationToken) : Delay(cancellationToken);

    public void Dispose() => _window.Dispose();

    private async Task Copy(CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            await Send(buffer.AsMemory(0, count), cancellationToken);
    }

    private async Task Delay(CancellationToken cancellationToken)
    {
        var taking = Take(cancellationToken);
        await foreach (var (bytes, due) in _way.Reader.ReadAllAsync(cancellationToken))
        {
            if (Until(due) is { Ticks: > 0 } early)
                await Task.Delay(early, cancellationToken);
            await Send(bytes, cancellationToken);
            _window.Release();
        }

        await taking;
    }

    private async Task Take(CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[Distance.SegmentBytes];
            await _window.WaitAsync(cancellationToken);
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            {
                if (_random.NextDouble() < distance.Loss)
                    await Task.Delay(distance.RetransmissionTimeout, cancellationToken);
                _way.Writer.TryWrite((buffer[..count], Carried(count) + Ticks(distance.RoundTrip / 2)));
                await _window.WaitAsync(cancellationToken);
            }

            _way.Writer.TryComplete();
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            _way.Writer.TryComplete(fault);
        }
    }

    /// <summary>When the line has carried so many bytes more.</summary>
    private long Carried(int bytes)
    {
        var now = Stopwatch.GetTimestamp();
        if (distance.MegabitsPerSecond is not { } megabits)
            return now;
        _free = Math.Max(now, _free) + Ticks(TimeSpan.FromSeconds(bytes * 8 / (megabits * 1e6)));
        return _free;
    }

    private async Task Send(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await to.SendAsync(bytes, cancellationToken)..];
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static TimeSpan Until(long due) => Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
}
