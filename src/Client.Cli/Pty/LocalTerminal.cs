using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SessionShare.Cli.Pty;

/// <summary>
/// The terminal we run in: keys from standard input, the screen on standard output, or, where that is redirected, on the terminal that
/// standard input is. System.Console is not used: it changes the line settings by itself.
/// </summary>
internal sealed class LocalTerminal : IDisposable
{
    private readonly SafeFileHandle _input = new(0, ownsHandle: false);
    private readonly SafeFileHandle _screen;
    private readonly Waker _stop = new();
    private readonly RawMode? _rawMode;
    private readonly PosixSignalRegistration _resized;

    /// <exception cref="PlatformNotSupportedException">On Windows.</exception>
    public LocalTerminal()
    {
        Unix.Require();
        HasKeys = IsTerminal(0);
        _screen = (IsTerminal(1) ? null : HasKeys ? OpenInputForWriting() : null) ?? new SafeFileHandle(1, ownsHandle: false);
        HasScreen = TerminalModes.Of(_screen) is not null;
        Modes = HasKeys ? TerminalModes.Of(_input) : null;
        _rawMode = Modes is null ? null : new RawMode(_input, Modes, () => SizeChanged?.Invoke());
        _resized = PosixSignalRegistration.Create(Unix.WindowChanged, OnResized);
    }

    /// <summary>The size may be another one. Called on a thread of the pool, also when we continue after having been stopped.</summary>
    public event Action? SizeChanged;

    /// <summary>Standard input is a terminal.</summary>
    public bool HasKeys { get; }

    /// <summary><see cref="Write"/> goes to a terminal, not into a file or a pipe.</summary>
    public bool HasScreen { get; }

    /// <summary>The line settings found at the start, or null where standard input is no terminal.</summary>
    public TerminalModes? Modes { get; }

    /// <summary>The screen's size now, or null where there is none. Also after <see cref="Dispose"/>, where standard input is a terminal.</summary>
    public TerminalSize? Size => (_screen.IsClosed ? null : TerminalSize.Of(_screen)) ?? TerminalSize.Of(_input);

    public static bool IsTerminal(int descriptor) => Libc.isatty(descriptor) == 1;

    /// <summary>
    /// Every key goes through as bytes, Ctrl-C and Ctrl-Z too, until <see cref="Dispose"/>. The settings found are put back as well when the
    /// process ends by itself, by an unhandled exception, SIGTERM, SIGHUP, SIGINT or SIGQUIT, and while it is stopped. Who cancels such a signal
    /// and goes on calls this again. Without a terminal it does nothing.
    /// </summary>
    public void EnterRawMode() => _rawMode?.Enter();

    /// <summary>Blocks until keys were typed.</summary>
    /// <returns>The bytes read, or 0 at the end of input and after <see cref="StopInput"/>.</returns>
    public int ReadInput(Span<byte> buffer)
    {
        while (Descriptor.Wait(_input, toWrite: false, _stop) == Waited.Ready)
        {
            var count = Descriptor.Read(_input, buffer);
            if (count != Descriptor.NotNow)
                return count;
        }
        return 0;
    }

    /// <summary>Ends a <see cref="ReadInput"/> that waits on another thread, and all later ones that would wait.</summary>
    public void StopInput() => _stop.Ring();

    /// <summary>Writes to the screen, or to standard output where there is none.</summary>
    /// <returns>False when nobody can read it any more.</returns>
    public bool Write(ReadOnlySpan<byte> output)
    {
        while (!output.IsEmpty)
        {
            var count = Descriptor.Write(_screen, output);
            if (count == 0)
                return false;
            if (count > 0)
                output = output[count..];
            else
                Descriptor.Wait(_screen, toWrite: true, waker: null);
        }
        return true;
    }

    /// <summary>Ends reading and puts the settings back. The caller joins its reading thread first.</summary>
    public void Dispose()
    {
        StopInput();
        _resized.Dispose();
        _rawMode?.Dispose();
        _screen.Dispose();
        _stop.Dispose();
    }

    private void OnResized(PosixSignalContext context)
    {
        // Else .NET puts back the line settings that it found.
        context.Cancel = true;
        SizeChanged?.Invoke();
    }

    private unsafe SafeFileHandle? OpenInputForWriting()
    {
        var path = stackalloc byte[256];
        if (Libc.ttyname_r(_input, path, 256) != 0)
            return null;
        var descriptor = Libc.open(path, Unix.WriteOnly | Unix.NoControllingTerminal | Unix.CloseOnExec);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }
}
