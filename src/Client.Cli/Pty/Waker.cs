using Microsoft.Win32.SafeHandles;

namespace SessionShare.Cli.Pty;

/// <summary>Ends the waits of other threads, now and from now on: a pipe that, once rung, stays readable.</summary>
internal sealed class Waker : IDisposable
{
    private readonly SafeFileHandle _write;

    public unsafe Waker()
    {
        var pair = stackalloc int[2];
        if ((Unix.OpensCloseOnExec ? Libc.pipe2(pair, Unix.CloseOnExec) : Libc.pipe(pair)) < 0)
            throw Unix.Failure("pipe");
        Handle = new SafeFileHandle(pair[0], ownsHandle: true);
        _write = new SafeFileHandle(pair[1], ownsHandle: true);
        if (Unix.OpensCloseOnExec)
            return;
        Descriptor.CloseOnExec(Handle);
        Descriptor.CloseOnExec(_write);
    }

    /// <summary>The end that becomes readable.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>May be called again, from any thread, also after <see cref="Dispose"/>.</summary>
    public void Ring() => _write.Dispose();

    public void Dispose()
    {
        Ring();
        Handle.Dispose();
    }
}
