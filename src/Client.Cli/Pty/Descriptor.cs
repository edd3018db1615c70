using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SessionShare.Cli.Pty;

/// <summary>Why a wait ended.</summary>
internal enum Waited
{
    /// <summary>The descriptor can be read or written, or has ended.</summary>
    Ready,

    /// <summary>The waker rang.</summary>
    Woken,

    /// <summary>The time is over.</summary>
    TimedOut,
}

/// <summary>Reading, writing and waiting on raw descriptors.</summary>
internal static unsafe class Descriptor
{
    /// <summary>Nothing can be read or written now.</summary>
    public const int NotNow = -1;

    public const int Forever = -1;

    public static void CloseOnExec(SafeFileHandle file)
    {
        if (Libc.fcntl(file, Unix.SetDescriptorFlags, Unix.DescriptorCloseOnExec) < 0)
            throw Unix.Failure("fcntl(FD_CLOEXEC)");
    }

    public static void NonBlocking(SafeFileHandle file)
    {
        var flags = Libc.fcntl(file, Unix.GetStatusFlags, 0);
        if (flags < 0 || Libc.fcntl(file, Unix.SetStatusFlags, flags | Unix.NonBlocking) < 0)
            throw Unix.Failure("fcntl(O_NONBLOCK)");
    }

    /// <returns>The bytes read, 0 at the end (a terminal whose other side is closed has ended), or <see cref="NotNow"/>.</returns>
    public static int Read(SafeFileHandle file, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = Libc.read(file, start, (nuint)buffer.Length);
                if (count >= 0)
                    return (int)count;
                var error = Marshal.GetLastPInvokeError();
                if (error == Unix.TryAgain)
                    return NotNow;
                if (error == Unix.InputOutput)
                    return 0;
                if (error != Unix.Interrupted)
                    throw Unix.Failure("read", error);
            }
        }
    }

    /// <returns>The bytes written, 0 when nobody can read them any more, or <see cref="NotNow"/>.</returns>
    public static int Write(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                var count = Libc.write(file, start, (nuint)bytes.Length);
                if (count >= 0)
                    return (int)count;
                var error = Marshal.GetLastPInvokeError();
                if (error == Unix.TryAgain)
                    return NotNow;
                if (error != Unix.Interrupted)
                    return 0;
            }
        }
    }

    /// <summary>Waits until the descriptor can be read (or, for writing, written), the waker rings, or the time is over.</summary>
    public static Waited Wait(SafeFileHandle file, bool toWrite, Waker? waker, int milliseconds = Forever)
    {
        bool fileHeld = false, wakerHeld = false;
        try
        {
            file.DangerousAddRef(ref fileHeld);
            waker?.Handle.DangerousAddRef(ref wakerHeld);
            var entries = stackalloc PollEntry[2];
            entries[0] = new() { Descriptor = (int)file.DangerousGetHandle(), Asked = toWrite ? PollEntry.Out : PollEntry.In };
            entries[1] = new() { Descriptor = waker is null ? -1 : (int)waker.Handle.DangerousGetHandle(), Asked = PollEntry.In };
            int found;
            do
                found = Libc.poll(entries, 2, milliseconds);
            while (found < 0 && Marshal.GetLastPInvokeError() == Unix.Interrupted);
            if (found < 0)
                throw Unix.Failure("poll");
            return found == 0 ? Waited.TimedOut : entries[0].Found != 0 ? Waited.Ready : Waited.Woken;
        }
        finally
        {
            if (fileHeld)
                file.DangerousRelease();
            if (wakerHeld)
                waker!.Handle.DangerousRelease();
        }
    }
}
