using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>
/// What a program has drawn since the newest point at which sharing could begin: a prompt, or a command. It begins empty there, so that it shows
/// nothing from before.
/// </summary>
internal sealed class PromptScreen(TerminalSize size)
{
    private TerminalSize _size = size;
    private long _bytes;

    /// <summary>The newest point is here.</summary>
    public void Begin() => _bytes = 0;

    public void Output(ReadOnlySpan<byte> output) => _bytes += output.Length;

    public void Resize(TerminalSize size) => _size = size;

    /// <summary>What it shows, as terminal output for an empty screen.</summary>
    public byte[] Show() => new byte[Math.Min(0, _bytes + _size.Rows)];

    /// <summary>A full-screen program has the screen.</summary>
    public bool IsAlternate => _bytes < 0;
}
