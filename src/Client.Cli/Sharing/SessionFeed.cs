using SessionShare.Client;
using SessionShare.Protocol;
using SessionShare.Terminal;
using ScreenModel = SessionShare.Terminal.Screen;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// What goes into the session, from several threads in one order, until sharing is over: what comes later goes nowhere. Keyframes are made here, from a screen model
/// that has seen what the session was told and nothing else.
/// </summary>
internal sealed class SessionFeed(SharedSession session)
{
    private readonly Lock _order = new();
    private readonly ScreenModel _screen = new(Pty.TerminalSize.Usual.Columns, Pty.TerminalSize.Usual.Rows);
    private bool _closed;
    private bool _paused;
    private int _told;
    private BlockEnd? _endedMeanwhile;

    /// <summary>Nothing that happens here is told just now.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_order)
                return _paused;
        }
    }

    /// <summary>
    /// Tells nothing from here on but that; or again everything, beginning with the whole screen. What was output, and which commands ran, meanwhile stays here: but a command that was told of and has ended has ended.
    /// </summary>
    /// <returns>Whether it is paused now.</returns>
    public bool TurnPause()
    {
        lock (_order)
        {
            if (_closed)
                return false;
            _paused = !_paused;
            session.Pause(_paused);
            if (_paused)
                return true;
            if (_endedMeanwhile is { } end)
                session.BlockEnd(end);
            _endedMeanwhile = null;
            // A size makes everybody take the screen that follows.
            session.Resize(new TerminalSize(_screen.Columns, _screen.Rows));
            MakeKeyframe();
            return false;
        }
    }

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
            if (_closed)
                return;
            _screen.Write(bytes);
            if (_paused)
                return;
            session.Output(bytes);
            MakeKeyframe();
        }
    }

    /// <summary>Something from before sharing began.</summary>
    /// <param name="at">Since the session's time zero.</param>
    public void Replay(FrameKind kind, ReadOnlySpan<byte> payload, TimeSpan at)
    {
        lock (_order)
        {
            if (_closed)
                return;
            if (kind == FrameKind.Output)
                _screen.Write(payload);
            else if (kind == FrameKind.Resize && TerminalSize.TryRead(payload, out var size))
                _screen.Resize(size.Columns, size.Rows);
            else if (kind == FrameKind.BlockStart && Protocol.BlockStart.TryRead(payload, out var start))
                _told = start.Block;
            session.Replay(kind, payload, at);
            MakeKeyframe();
        }
    }

    public void Resize(TerminalSize size)
    {
        lock (_order)
        {
            if (_closed)
                return;
            _screen.Resize(size.Columns, size.Rows);
            if (_paused)
                return;
            session.Resize(size);
            MakeKeyframe();
        }
    }

    public void BlockStart(BlockStart start) => Feed(() =>
    {
        if (_paused)
            return;
        _told = start.Block;
        session.BlockStart(start);
    });

    public void BlockEnd(BlockEnd end) => Feed(() =>
    {
        if (end.Block != _told)
            return;
        if (_paused)
            _endedMeanwhile = end;
        else
            session.BlockEnd(end);
    });

    /// <summary>A viewer needs a keyframe.</summary>
    public void KeyframeWanted() => Feed(MakeKeyframe);

    private void MakeKeyframe()
    {
        if (session.IsKeyframeDue && !_paused)
            session.Keyframe(new Keyframe(new TerminalSize(_screen.Columns, _screen.Rows), KeyframeWriter.Write(_screen)));
    }

    private void Feed(Action into)
    {
        lock (_order)
        {
            if (!_closed)
                into();
        }
    }
}
