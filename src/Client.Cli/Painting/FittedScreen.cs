using System.Text;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Sharing;
using SessionShare.Terminal;
using Screen = SessionShare.Terminal.Screen;
using TerminalSize = SessionShare.Protocol.TerminalSize;

namespace SessionShare.Cli.Painting;

/// <summary>
/// A session's screen on a terminal: byte for byte where it fits, else, and below a panel of ours, drawn from a screen model, as a window or in a frame. From any
/// thread.
/// </summary>
/// <param name="plain">Takes the session's output as it is.</param>
/// <param name="draw">Takes what we draw.</param>
/// <param name="asks">Whether what asks this terminal something, or reaches beyond its screen, still gets to it: so at the sharer's, never at a viewer's.</param>
/// <param name="status">A line of our own stands in the terminal's last row; null: the terminal is the session's alone.</param>
/// <param name="colours">Whether what is ours may have colours.</param>
internal sealed class FittedScreen(
    TerminalSize session, TerminalSize? window, FittedScreen.Output plain, FittedScreen.Output draw, bool asks = false, StatusRow? status = null, bool colours = true)
{
    private readonly ViewerScreen _questions = new(draw.Invoke);
    private readonly Lock _gate = new();
    private readonly FramePainter _painter = new(colours);
    private Screen _screen = new(session.Columns, session.Rows);
    private TerminalSize _session = session;
    private TerminalSize? _window = window;
    private Look? _panel;
    private IReadOnlyList<Highlight> _pointed = [];
    private long _scrolledBefore;
    private int _titlesBelow;
    private bool _painted;
    private bool _ended;

    public delegate void Output(ReadOnlySpan<byte> bytes);

    /// <summary>The session's next output.</summary>
    public void Write(ReadOnlySpan<byte> output)
    {
        lock (_gate)
        {
            if (_painted)
            {
                _screen.Write(output);
                if (asks)
                    _questions.Write(output, static _ => { });
                LookWhere();
                Fit();
            }
            else if (HasStatus)
            {
                status!.Pass(output, _screen, plain.Invoke, draw.Invoke);
                status.Draw(_screen, _session.Columns, draw.Invoke);
            }
            else
            {
                _screen.Write(output);
                plain(output);
            }
            if (!_painted && Pointed is not null)
                PointHere();
        }
    }

    /// <summary>Asked what others point at on the session's screen; while that is something, the session is drawn from the model. Null: nobody points.</summary>
    public Func<Screen, IReadOnlyList<Highlight>>? Pointed { get; set; }

    /// <summary>What others point at may be something else now.</summary>
    public void Point()
    {
        lock (_gate)
        {
            if (!_ended)
                PointHere();
        }
    }

    /// <summary>The line in the last row.</summary>
    public void Status(string text)
    {
        text = colours ? text : NoColour.Of(text);
        lock (_gate)
        {
            if (status is null || status.Text == text || _ended)
                return;
            status.Text = text;
            if (_painted)
                Paint();
            else if (HasStatus)
                status.Draw(_screen, _session.Columns, draw.Invoke);
        }
    }

    /// <summary>What a panel may take of the terminal.</summary>
    public TerminalSize Room
    {
        get
        {
            lock (_gate)
                return _window is not { } window ? _session : HasStatus ? StatusRow.Above(window) : window;
        }
    }

    /// <summary>Draws a panel over the bottom rows, or (null) none any more. The program goes on above it.</summary>
    public void Show(Look? panel)
    {
        lock (_gate)
        {
            if (_ended || (_panel is null && panel is null))
                return;
            _panel = colours || panel is null ? panel : panel with { Lines = [.. panel.Lines.Select(NoColour.Of)] };
            Fit();
        }
    }

    /// <summary>Reads the session's screen.</summary>
    public T Read<T>(Func<Screen, T> read)
    {
        lock (_gate)
            return read(_screen);
    }

    /// <summary>The screen is ours now: what stood on it is scrolled away, and the session begins at its top.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_window is { } window)
                draw(Encoding.ASCII.GetBytes($"\r{new string('\n', window.Rows - 1)}\e[H"));
            if (!_painted && HasStatus)
                Redraw(0);
        }
    }

    /// <summary>The terminal is its own again, as the session left it; nothing is drawn any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            (_panel, _pointed) = (null, []);
            if (_painted && Fits)
                GoPlain();
            if (!_painted && HasStatus)
                draw(StatusRow.Away(_screen, _window!.Value.Rows));
            _ended = true;
        }
    }

    /// <summary>Both sizes, from here on.</summary>
    public void Resize(TerminalSize session, TerminalSize window)
    {
        lock (_gate)
        {
            var isSame = _window == window && _session == session;
            (_session, _window) = (session, window);
            _screen.Resize(session.Columns, session.Rows);
            Fit(isSame);
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
    public void Resize(TerminalSize session)
    {
        lock (_gate)
        {
            var isSame = _session == session;
            _session = session;
            _screen.Resize(session.Columns, session.Rows);
            Fit(isSame);
        }
    }

    /// <summary>The terminal's size; null: unknown, so that it is taken for the session's.</summary>
    public void Window(TerminalSize? window)
    {
        lock (_gate)
        {
            var isSame = _window == window;
            _window = window;
            Fit(isSame);
        }
    }

    /// <summary>What comes next is for an empty screen of that size, such as a keyframe.</summary>
    /// <param name="reset">What empties the terminal.</param>
    public void Reset(TerminalSize session, ReadOnlySpan<byte> reset)
    {
        lock (_gate)
        {
            (_session, _screen, _scrolledBefore) = (session, new Screen(session.Columns, session.Rows), 0);
            if (!_painted)
                draw(reset);
            status?.Lost();
            LookWhere();
            Fit();
        }
    }

    private void PointHere()
    {
        var before = _pointed.Count;
        LookWhere();
        if (before > 0 || _pointed.Count > 0)
            Fit();
    }

    private void LookWhere() => _pointed = Pointed?.Invoke(_screen) ?? [];

    private bool HasStatus => status is not null && _window is { Rows: >= StatusRow.LeastRows };

    private bool Fits => _panel is null && _pointed.Count == 0 && (_window is not { } window || (status is null ? window : StatusRow.Above(window)) == _session);

    private void Fit(bool isSame = true)
    {
        if (Fits && _painted)
            GoPlain();
        else if (!Fits && !_painted)
            GoPainted();
        else if (!_painted && !isSame && HasStatus)
            Redraw(_screen.PushedTitles.Count);
        if (_painted)
            Paint();
    }

    private void GoPainted()
    {
        (_painted, _scrolledBefore, _titlesBelow) = (true, _screen.ScrolledRows, _screen.PushedTitles.Count);
        _painter.Forget();
        // Or it would stand there, old, when that screen is left.
        if (HasStatus)
            draw(StatusRow.Away(_screen, _window!.Value.Rows));
        // A screen of our own, where the session doesn't show its alternate one already.
        draw("\e[?1049h\e[?1000l\e[?1002l\e[?1003l\e[?1004l"u8);
    }

    private void GoPlain()
    {
        _painted = false;
        draw("\e[?7h\e[0m\e[?1049l"u8);
        Redraw(_titlesBelow, ScrolledMeanwhile());
    }

    /// <summary>The terminal as the session's would be, with what is to stand above it.</summary>
    /// <param name="titles">Titles of the program's that are on the terminal's stack.</param>
    private void Redraw(int titles, ReadOnlySpan<byte> above = default)
    {
        draw(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\e[23;2t", titles))));
        draw("\e[r\e[H"u8);
        draw(TerminalReset.EmptyScreen);
        draw(above);
        draw(KeyframeWriter.Write(_screen));
        if (!HasStatus)
            return;
        status!.Lost();
        status.Draw(_screen, _session.Columns, draw.Invoke);
    }

    /// <summary>What has scrolled out while we drew, scrolled out of the terminal.</summary>
    private byte[] ScrolledMeanwhile()
    {
        var count = _screen.IsAlternate ? 0 : (int)Math.Min(_screen.ScrolledRows - _scrolledBefore, _screen.ScrollbackRows);
        var rows = new StringBuilder();
        for (var row = -count; row < 0; row++)
        {
            RowPaint.Append(rows, _screen, row, 0, _screen.Columns, trim: true);
            rows.Append("\r\n");
        }
        var bottom = _window?.Rows ?? _screen.Rows;
        return Encoding.UTF8.GetBytes($"{rows}\e[{bottom};1H{new string('\n', Math.Min(count, bottom - 1))}\e[H");
    }

    private void Paint()
    {
        if (_window is not { } window)
            return;
        var lines = HasStatus ? status!.Text : null;
        var rows = window.Rows - (lines is null ? 0 : 1);
        var panel = _panel is { } look && look.Lines.Count > rows ? look with { Lines = [.. look.Lines.Take(rows)] } : _panel;
        draw(_painter.Paint(_screen, window.Columns, rows - (panel?.Lines.Count ?? 0), panel, lines, _pointed));
    }
}
