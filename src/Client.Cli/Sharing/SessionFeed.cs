using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>What goes into the session, from several threads in one order, until sharing is over: what comes later goes nowhere.</summary>
internal sealed class SessionFeed(SharedSession session)
{
    private readonly Lock _order = new();
    private bool _closed;

    /// <summary>Nothing more leaves this machine.</summary>
    public void Close()
    {
        lock (_order)
            _closed = true;
    }

    public void Output(ReadOnlySpan<byte> bytes)
    {
        lock (_order)
        {
            if (!_closed)
                session.Output(bytes);
        }
    }

    /// <summary>Something from before sharing began.</summary>
    /// <param name="at">Since the session's time zero.</param>
    public void Replay(FrameKind kind, ReadOnlySpan<byte> payload, TimeSpan at)
    {
        lock (_order)
        {
            if (!_closed)
                session.Replay(kind, payload, at);
        }
    }

    public void Resize(TerminalSize size) => Feed(() => session.Resize(size));

    public void BlockStart(BlockStart start) => Feed(() => session.BlockStart(start));

    public void BlockEnd(BlockEnd end) => Feed(() => session.BlockEnd(end));

    private void Feed(Action into)
    {
        lock (_order)
        {
            if (!_closed)
                into();
        }
    }
}
