using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>A session of the soak: a sharer by the client library, who writes evenly, but fast at first, until the server keeps as much of the session as it ever does. A keyframe says how many bytes were written.</summary>
internal sealed class SoakedSession : IAsyncDisposable
{
    private const int FillBytes = 6 * 1024 * 1024; // A ring of 4 MiB and a tail of 1 MiB.

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly SharedSession _shared;
    private readonly Lock _order = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private readonly Task _listening;
    private TerminalSize _size = new(80, 24);
    private long _written;

    private SoakedSession(SharedSession shared, int number, int bytesPerSecond)
    {
        (_shared, Number) = (shared, number);
        _listening = Listen();
        _writing = Write(bytesPerSecond);
    }

    /// <summary>Of the soak's sessions; its bytes are <see cref="Pattern"/>'s of that number.</summary>
    public int Number { get; }

    public SessionLink Link => SessionLink.TryParse(_shared.Link, out var link) ? link : throw new InvalidOperationException(_shared.Link);

    public long Written => Interlocked.Read(ref _written);

    /// <summary>Bytes that the sharer gave up, which is a loss.</summary>
    public long GivenUp => _shared.GivenUpBytes;

    /// <summary>How it ended before its time, if it did.</summary>
    public string? Fault { get; private set; }

    public static async Task<SoakedSession> Share(ISessionTransport transport, Uri server, int number, int bytesPerSecond)
    {
        var options = new ShareOptions { Servers = [server], Session = SessionId.Of(RandomNumberGenerator.GetBytes(16)), Title = $"soak {number}", Link = Role.View };
        return new SoakedSession(await SharedSession.Share(transport, options, CancellationToken.None), number, bytesPerSecond);
    }

    public void Resize(int columns, int rows)
    {
        lock (_order)
        {
            _size = new TerminalSize(columns, rows);
            _shared.Resize(_size);
            KeyframeIfDue();
        }
    }

    /// <summary>Writes no more; what was written stays on its way.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _writing;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await _shared.DisposeAsync();
        await _listening;
    }

    private async Task Write(int bytesPerSecond)
    {
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                lock (_order)
                {
                    var bytes = new byte[Math.Max(1, (int)((_written < FillBytes ? Soak.BusyBytes : bytesPerSecond) * Tick.TotalSeconds))];
                    Pattern.Fill(Number, _written, bytes);
                    _shared.Output(bytes);
                    Interlocked.Add(ref _written, bytes.Length);
                    KeyframeIfDue();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task Listen()
    {
        await foreach (var item in _shared.Events(CancellationToken.None))
        {
            lock (_order)
                KeyframeIfDue();
            if (item is SharedEvent.Ended ended && !_stop.IsCancellationRequested)
                Fault = $"session {Number} ended: {ended.Text}";
        }
    }

    private void KeyframeIfDue()
    {
        if (_shared.IsKeyframeDue)
            _shared.Keyframe(new Keyframe(_size, Encoding.ASCII.GetBytes(_written.ToString(CultureInfo.InvariantCulture))));
    }
}
