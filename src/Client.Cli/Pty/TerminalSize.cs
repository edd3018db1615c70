using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SessionShare.Cli.Pty;

/// <summary>A terminal's size in character cells, each 1 to 65,535.</summary>
internal readonly record struct TerminalSize(int Columns, int Rows)
{
    /// <summary>What a terminal without a known size is taken for.</summary>
    public static readonly TerminalSize Usual = new(80, 24);

    /// <summary>The size of the terminal that a descriptor is, or null where it is none or doesn't know its size.</summary>
    public static unsafe TerminalSize? Of(SafeFileHandle terminal)
    {
        WindowSize size;
        if (Libc.ioctl(terminal, Unix.GetWindowSize, &size) < 0 || size.Columns == 0 || size.Rows == 0)
            return null;
        return new(size.Columns, size.Rows);
    }

    /// <summary>Gives a terminal this size; programs on it get SIGWINCH where that changes it.</summary>
    /// <returns>False when the terminal is gone.</returns>
    public unsafe bool ApplyTo(SafeFileHandle terminal)
    {
        var size = new WindowSize { Columns = Cells(Columns), Rows = Cells(Rows) };
        return Libc.ioctl(terminal, Unix.SetWindowSize, &size) == 0;
    }

    private static ushort Cells(int count) => (ushort)Math.Clamp(count, 1, ushort.MaxValue);

    /// <summary>The C library's <c>struct winsize</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort PixelsWide;
        public ushort PixelsHigh;
    }
}
