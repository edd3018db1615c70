using SessionShare.Cli.Pty;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>Keeps the program's size right: this window's, or also that of the smallest editor's where the sharer wants it so. From any thread.</summary>
internal sealed class ProgramSize : IDisposable
{
    private readonly LocalTerminal? _terminal;
    private readonly Func<Roster?> _editors;
    private readonly Action<Pty.TerminalSize, Pty.TerminalSize> _follow;
    private readonly Func<Pty.TerminalSize, Pty.TerminalSize> _area;
    private readonly ResizeDamper _damper;
    private Pty.TerminalSize _own;
    private Pty.TerminalSize _size;

    /// <param name="terminal">Whose window counts; null: none, and the size at the start does.</param>
    /// <param name="window">This window's, at the start.</param>
    /// <param name="area">What a window has for the program.</param>
    /// <param name="editors">Who counts too; null: nobody.</param>
    /// <param name="follow">Gives the program and everybody who shows it a size; the second one is this window's.</param>
    public ProgramSize(
        LocalTerminal? terminal, Pty.TerminalSize window, Func<Pty.TerminalSize, Pty.TerminalSize> area, Func<Roster?> editors, Action<Pty.TerminalSize, Pty.TerminalSize> follow, TimeProvider time)
    {
        (_terminal, _own, _size, _area, _editors, _follow) = (terminal, window, area(window), area, editors, follow);
        _damper = new ResizeDamper(time, Follow);
        if (terminal is not null)
            terminal.SizeChanged += Take;
        Take();
    }

    /// <summary>The window, or an editor's, may have another size, or other people may type.</summary>
    public void Take() => _damper.Take();

    public void Dispose()
    {
        if (_terminal is not null)
            _terminal.SizeChanged -= Take;
        _damper.Dispose();
    }

    /// <summary>One at a time: the damper sees to that.</summary>
    private void Follow()
    {
        var own = _terminal?.Size ?? _own;
        var area = _area(own);
        var followed = FollowedSize.Of(area.Shared(), _editors());
        // Nobody smaller is here: the window's own size, even where it is larger than a session's may be.
        var size = followed == area.Shared() ? area : new Pty.TerminalSize(followed.Columns, followed.Rows);
        if (size == _size && own == _own)
            return;
        (_size, _own) = (size, own);
        _follow(size, own);
    }
}
