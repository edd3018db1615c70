using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Sharing;

/// <summary>Gives the program and the session this window's size whenever it changes.</summary>
internal sealed class WindowSize : IDisposable
{
    private readonly Lock _following = new();
    private readonly LocalTerminal _terminal;
    private readonly PseudoTerminal _program;
    private readonly SessionFeed _feed;
    private readonly ResizeDamper _damper;
    private TerminalSize _size;

    /// <param name="size">The one that both have.</param>
    public WindowSize(LocalTerminal terminal, PseudoTerminal program, SessionFeed feed, TerminalSize size, TimeProvider time)
    {
        (_terminal, _program, _feed, _size) = (terminal, program, feed, size);
        _damper = new ResizeDamper(time, Follow);
        terminal.SizeChanged += _damper.Take;
        _damper.Take();
    }

    public void Dispose()
    {
        _terminal.SizeChanged -= _damper.Take;
        _damper.Dispose();
    }

    private void Follow()
    {
        lock (_following)
        {
            if (_terminal.Size is not { } size || size == _size)
                return;
            _size = size;
            // The session first: what the program draws for the new size comes behind it.
            _feed.Resize(size.Shared());
            _program.Resize(size);
        }
    }
}
