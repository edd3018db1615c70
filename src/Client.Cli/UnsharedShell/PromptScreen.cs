using SessionShare.Cli.Painting;
using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>
/// What a program has drawn since the newest point at which sharing could begin: a prompt, or a command. It begins empty there, so that it shows
/// nothing from before.
/// </summary>
internal sealed class PromptScreen(TerminalSize size)
{
    private static readonly ScreenLimits NoScrollback = new() { ScrollbackRows = 0, ScrollbackBytes = 0 };

    private TerminalSize _size = size;
    private Screen _screen = New(size);
    private bool _drawn;

    /// <summary>A full-screen program has the screen.</summary>
    public bool IsAlternate => _screen.IsAlternate;

    /// <summary>The newest point is here.</summary>
    public void Begin()
    {
        if (_drawn)
            _screen = New(_size);
        _drawn = false;
    }

    public void Output(ReadOnlySpan<byte> output)
    {
        _drawn |= !output.IsEmpty;
        _screen.Write(output);
    }

    public void Resize(TerminalSize size)
    {
        _size = size;
        _screen.Resize(size.Columns, size.Rows);
    }

    /// <summary>What it shows, as terminal output for an empty screen: of a full-screen program its own screen, not the one behind it.</summary>
    public byte[] Show() => _drawn ? ScreenCopy.Of(_screen) : [];

    private static Screen New(TerminalSize size) => new(size.Columns, size.Rows, NoScrollback);
}
