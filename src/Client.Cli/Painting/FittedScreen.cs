using SessionShare.Cli.Joining;
using SessionShare.Terminal;

namespace SessionShare.Cli.Painting;

/// <summary>
/// A session's screen on a terminal: byte for byte where both have the same size, else drawn from a screen model, as a window or in a frame. From any
/// thread.
/// </summary>
/// <param name="plain">Takes the session's output as it is.</param>
/// <param name="draw">Takes what we draw.</param>
/// <param name="asks">Whether what asks this terminal something, or reaches beyond its screen, still gets to it: so at the sharer's, never at a viewer's.</param>
internal sealed class FittedScreen(
    Protocol.TerminalSize session, Protocol.TerminalSize? window, FittedScreen.Output plain, FittedScreen.Output draw, bool asks = false)
{
    private readonly ViewerScreen _questions = new(draw.Invoke);
    private readonly Lock _gate = new();
    private readonly FramePainter _painter = new();
    private Screen _screen = new(session.Columns, session.Rows);
    private Protocol.TerminalSize _session = session;
    private Protocol.TerminalSize? _window = window;
    private bool _painted;

    public delegate void Output(ReadOnlySpan<byte> bytes);

    /// <summary>The session's next output.</summary>
    public void Write(ReadOnlySpan<byte> output)
    {
        lock (_gate)
        {
            _screen.Write(output);
            if (!_painted)
            {
                plain(output);
                return;
            }
            if (asks)
                _questions.Write(output, static _ => { });
            Paint();
        }
    }

    /// <summary>Both sizes, from here on.</summary>
    public void Resize(Protocol.TerminalSize session, Protocol.TerminalSize window)
    {
        lock (_gate)
        {
            (_session, _window) = (session, window);
            _screen.Resize(session.Columns, session.Rows);
            Fit();
        }
    }

    /// <summary>What brings the session's screen back on a terminal that has shown a page of ours on its alternate screen.</summary>
    public byte[] Restored()
    {
        lock (_gate)
        {
            if (_painted)
            {
                _painter.Forget();
                return _painter.Paint(_screen, _window!.Value.Columns, _window.Value.Rows);
            }
            return _screen.IsAlternate
                ? [.. "\e[0m\e[H\e[2J"u8, .. ScreenCopy.Of(_screen), .. _screen.Modes.CursorVisible ? "\e[?25h"u8 : "\e[?25l"u8]
                : [.. "\e[0m\e[?1049l"u8, .. _screen.Modes.CursorVisible ? "\e[?25h"u8 : "\e[?25l"u8];
        }
    }

    /// <summary>What the terminal's main screen does not show of the session's screen, as text: all of it where it was drawn by us, or is the alternate one.</summary>
    public IEnumerable<string> Unseen()
    {
        lock (_gate)
        {
            if (!_painted && !_screen.IsAlternate)
                return [];
            var rows = Enumerable.Range(0, _screen.Rows).Select(row => _screen.Text(row).TrimEnd(' ')).ToList();
            return rows[..(rows.FindLastIndex(row => row.Length > 0) + 1)];
        }
    }

    /// <summary>The session's size, from here on.</summary>
    public void Resize(Protocol.TerminalSize session)
    {
        lock (_gate)
        {
            _session = session;
            _screen.Resize(session.Columns, session.Rows);
            Fit();
        }
    }

    /// <summary>The terminal's size; null: unknown, so that it is taken for the session's.</summary>
    public void Window(Protocol.TerminalSize? window)
    {
        lock (_gate)
        {
            _window = window;
            Fit();
        }
    }

    /// <summary>What comes next is for an empty screen of that size, such as a keyframe.</summary>
    /// <param name="reset">What empties the terminal.</param>
    public void Reset(Protocol.TerminalSize session, ReadOnlySpan<byte> reset)
    {
        lock (_gate)
        {
            (_session, _screen) = (session, new Screen(session.Columns, session.Rows));
            if (!_painted)
                draw(reset);
            Fit();
        }
    }

    private void Fit()
    {
        var fits = _window is null || _window == _session;
        if (fits && _painted)
            GoPlain();
        else if (!fits && !_painted)
            GoPainted();
        if (_painted)
            Paint();
    }

    private void GoPainted()
    {
        _painted = true;
        _painter.Forget();
        // A screen of our own, where the session doesn't show its alternate one already.
        draw("\e[?1049h\e[?1000l\e[?1002l\e[?1003l\e[?1004l"u8);
    }

    private void GoPlain()
    {
        _painted = false;
        draw("\e[?7h\e[0m\e[?1049l\e[H\e[2J"u8);
        draw(ScreenCopy.Of(_screen));
    }

    private void Paint()
    {
        if (_window is { } window)
            draw(_painter.Paint(_screen, window.Columns, window.Rows));
    }
}
