using SessionShare.Cli.Pty;
using SessionShare.Cli.Sharing;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>Gives the shell and its log this window's size whenever it changes.</summary>
internal sealed class ShellWindow : IDisposable
{
    private readonly Lock _following = new();
    private readonly LocalTerminal _terminal;
    private readonly PseudoTerminal _program;
    private readonly ShellLog _log;
    private readonly ResizeDamper _damper;
    private TerminalSize _size;

    /// <param name="size">The one that both have.</param>
    public ShellWindow(LocalTerminal terminal, PseudoTerminal program, ShellLog log, TerminalSize size, TimeProvider time)
    {
        (_terminal, _program, _log, _size) = (terminal, program, log, size);
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
            _log.Resize(size.Shared());
            _program.Resize(size);
        }
    }
}
