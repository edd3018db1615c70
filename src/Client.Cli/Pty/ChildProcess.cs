using System.Runtime.InteropServices;

namespace SessionShare.Cli.Pty;

/// <summary>
/// A process that we started and wait for ourselves, on a thread of its own: .NET's Process class would have to have started it.
/// Its id is never used after it was reaped, so no signal can reach a stranger that got the same number.
/// </summary>
internal sealed class ChildProcess
{
    private readonly Lock _reaping = new();
    private readonly TaskCompletionSource<ExitStatus> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _reaped;

    /// <param name="onExit">Called on the waiting thread once the process has ended, before <see cref="Exit"/> completes.</param>
    public ChildProcess(int id, Action onExit)
    {
        Id = id;
        new Thread(() => Reap(onExit)) { IsBackground = true, Name = $"wait for {id}" }.Start();
    }

    public int Id { get; }

    public Task<ExitStatus> Exit => _exit.Task;

    /// <summary>Sends a signal to the process, or to a group while the process lives.</summary>
    /// <param name="group">A process group, or 0 for the process alone.</param>
    /// <returns>False when the process has ended.</returns>
    public bool Signal(int signal, int group = 0)
    {
        lock (_reaping)
            return !_reaped && Libc.kill(group == 0 ? Id : -group, signal) == 0;
    }

    private void Reap(Action onExit)
    {
        AwaitEnd();
        ExitStatus status;
        lock (_reaping)
        {
            status = TakeStatus();
            _reaped = true;
        }
        onExit();
        _exit.SetResult(status);
    }

    private unsafe void AwaitEnd()
    {
        var information = stackalloc byte[Unix.Opaque];
        while (Libc.waitid(Unix.OneProcess, (uint)Id, information, Unix.Exited | Unix.LeaveWaitable) < 0
            && Marshal.GetLastPInvokeError() == Unix.Interrupted)
        {
        }
    }

    private unsafe ExitStatus TakeStatus()
    {
        int status, taken;
        do
            taken = Libc.waitpid(Id, &status, 0);
        while (taken < 0 && Marshal.GetLastPInvokeError() == Unix.Interrupted);
        return taken == Id ? ExitStatus.FromWait(status) : ExitStatus.Unknown;
    }
}
