using Microsoft.Win32.SafeHandles;

namespace SessionShare.Cli.Pty;

/// <summary>A terminal's line settings (termios), unread: they can be taken from one terminal and given to another.</summary>
internal sealed class TerminalModes
{
    private readonly byte[] _settings = new byte[Unix.Opaque];

    private TerminalModes()
    {
    }

    /// <returns>Null when the descriptor is no terminal.</returns>
    public static unsafe TerminalModes? Of(SafeFileHandle terminal)
    {
        var modes = new TerminalModes();
        fixed (byte* settings = modes._settings)
            return Libc.tcgetattr(terminal, settings) < 0 ? null : modes;
    }

    /// <summary>The same, but every byte goes through as it is, both ways, and no key makes a signal.</summary>
    public unsafe TerminalModes Raw()
    {
        var raw = Copy();
        fixed (byte* settings = raw._settings)
            Libc.cfmakeraw(settings);
        return raw;
    }

    /// <summary>The same, where erasing takes a whole UTF-8 character.</summary>
    public TerminalModes Utf8()
    {
        var utf8 = Copy();
        utf8._settings[1] |= Unix.InputIsUtf8 >> 8;
        return utf8;
    }

    /// <returns>False when the terminal is gone.</returns>
    public unsafe bool ApplyTo(SafeFileHandle terminal)
    {
        fixed (byte* settings = _settings)
            return Libc.tcsetattr(terminal, Unix.AfterOutput, settings) == 0;
    }

    private TerminalModes Copy()
    {
        var copy = new TerminalModes();
        _settings.CopyTo(copy._settings, 0);
        return copy;
    }
}
