using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SessionShare.Cli.Pty;

/// <summary>
/// A program in a terminal of its own. <see cref="Read"/> belongs to one thread; everything else may be called from any.
/// We keep the program's side open as well while it runs, so that a program which closes all its descriptors and opens /dev/tty again
/// doesn't end the terminal.
/// </summary>
internal sealed class PseudoTerminal : IDisposable
{
    /// <summary>Milliseconds without output after the program's end that count as the end of output, should something in the background keep the terminal open.</summary>
    private const int LastPause = 50;

    /// <summary>Bytes read after the program's end at most, should something in the background go on writing. The kernel holds far less.</summary>
    private const int LastBytes = 1 << 20;

    private readonly SafeFileHandle _master;
    private readonly SafeFileHandle _slave;
    private readonly Waker _waker = new();
    private readonly ChildProcess _child;
    private int _readAfterExit;
    private volatile bool _exited;
    private volatile bool _disposed;

    private PseudoTerminal(SafeFileHandle master, SafeFileHandle slave, int process)
    {
        _master = master;
        _slave = slave;
        _child = new ChildProcess(process, OnExit);
    }

    /// <summary>The program's process.</summary>
    public int ProcessId => _child.Id;

    /// <summary>Completes with how the program ended. Output may still wait to be read then.</summary>
    public Task<ExitStatus> Exit => _child.Exit;

    /// <summary>Starts a program.</summary>
    /// <returns>The running terminal, or null and why the program could not be started.</returns>
    /// <exception cref="IOException">The system has no terminal to give.</exception>
    /// <exception cref="PlatformNotSupportedException">On Windows.</exception>
    public static PseudoTerminal? Start(PtyCommand command, out StartFailure? failure)
    {
        Unix.Require();
        var master = OpenMaster(out var path);
        try
        {
            var slave = OpenSlave(path);
            (command.Modes ?? TerminalModes.Of(slave)?.Utf8())?.ApplyTo(slave);
            command.Size.ApplyTo(slave);
            failure = Spawn.Start(command, path, out var process);
            if (failure is null)
                return new PseudoTerminal(master, slave, process);
            slave.Dispose();
        }
        catch
        {
            master.Dispose();
            throw;
        }
        master.Dispose();
        return null;
    }

    /// <summary>Blocks until there is output, and takes what is there up to the buffer's size.</summary>
    /// <returns>
    /// The bytes read, or 0 at the end. After the program's end all of its own output is still read; output of background processes that keep
    /// the terminal is read until it pauses for 50 ms, and at most 1 MiB of it.
    /// </returns>
    public int Read(Span<byte> buffer)
    {
        while (!_disposed)
        {
            var exited = _exited;
            var count = ReadAvailable(buffer);
            if (count == 0)
                return 0;
            if (count > 0)
                return exited && (_readAfterExit += count) > LastBytes ? 0 : count;
            if (Wait(toWrite: false, exited ? null : _waker, exited ? LastPause : Descriptor.Forever) == Waited.TimedOut)
                return 0;
        }
        return 0;
    }

    /// <summary>Types bytes; blocks while the program's input is full.</summary>
    /// <returns>False when the program ended before all were written.</returns>
    public bool Write(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            if (_exited || _disposed)
                return false;
            var count = TryWrite(input);
            if (count == 0)
                return false;
            if (count > 0)
                input = input[count..];
            else
                Wait(toWrite: true, _waker, Descriptor.Forever);
        }
        return true;
    }

    /// <summary>Gives the terminal another size; the programs on it get SIGWINCH.</summary>
    public void Resize(TerminalSize size)
    {
        try
        {
            size.ApplyTo(_master);
        }
        catch (ObjectDisposedException)
        {
        }
    }

    /// <summary>Sends a signal, by its number, to what runs in the terminal's foreground, or to the program itself where that can't be told.</summary>
    /// <returns>False when the program has ended.</returns>
    public bool Signal(int signal)
    {
        try
        {
            var foreground = Libc.tcgetpgrp(_master);
            return foreground > 0 && _child.Signal(signal, foreground) || _child.Signal(signal);
        }
        catch (ObjectDisposedException)
        {
            return _child.Signal(signal);
        }
    }

    /// <summary>Blocks until the program has ended. Read the output on another thread: a program whose output nobody takes doesn't end.</summary>
    public ExitStatus WaitForExit() => Exit.GetAwaiter().GetResult();

    /// <summary>Closes the terminal as closing a window does: what still runs on it gets SIGHUP. Ends waits in <see cref="Read"/> and <see cref="Write"/>.</summary>
    public void Dispose()
    {
        _disposed = true;
        _waker.Dispose();
        _slave.Dispose();
        _master.Dispose();
    }

    private void OnExit()
    {
        _exited = true;
        _slave.Dispose();
        _waker.Ring();
    }

    private int ReadAvailable(Span<byte> buffer)
    {
        var total = 0;
        try
        {
            while (total < buffer.Length)
            {
                // The kernel hands out at most 4 KiB at a time.
                var count = Descriptor.Read(_master, buffer[total..]);
                if (count <= 0)
                    return total > 0 ? total : count;
                total += count;
            }
        }
        catch (ObjectDisposedException)
        {
        }
        return total;
    }

    private int TryWrite(ReadOnlySpan<byte> input)
    {
        try
        {
            return Descriptor.Write(_master, input);
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    private Waited Wait(bool toWrite, Waker? waker, int milliseconds)
    {
        try
        {
            return Descriptor.Wait(_master, toWrite, waker, milliseconds);
        }
        catch (ObjectDisposedException)
        {
            return Waited.Woken;
        }
    }

    private static unsafe SafeFileHandle OpenMaster(out string path)
    {
        var closeOnExec = Unix.OpensCloseOnExec ? Unix.CloseOnExec : 0;
        var descriptor = Libc.posix_openpt(Unix.ReadWrite | Unix.NoControllingTerminal | closeOnExec);
        if (descriptor < 0)
            throw Unix.Failure("posix_openpt");
        var master = new SafeFileHandle(descriptor, ownsHandle: true);
        if (!Unix.OpensCloseOnExec)
            Descriptor.CloseOnExec(master);
        Descriptor.NonBlocking(master);
        if (Libc.grantpt(master) < 0 || Libc.unlockpt(master) < 0)
            throw Unix.Failure("grantpt/unlockpt");
        var name = stackalloc byte[256];
        var error = Libc.ptsname_r(master, name, 256);
        if (error != 0)
            throw Unix.Failure("ptsname_r", error);
        path = Encoding.UTF8.GetString(new ReadOnlySpan<byte>(name, 256)).Split('\0')[0];
        return master;
    }

    private static unsafe SafeFileHandle OpenSlave(string path)
    {
        using var native = new NativeStrings([path]);
        var descriptor = Libc.open(native.Pointer[0], Unix.ReadWrite | Unix.NoControllingTerminal | Unix.CloseOnExec);
        return descriptor < 0 ? throw Unix.Failure("open " + path) : new SafeFileHandle(descriptor, ownsHandle: true);
    }
}
