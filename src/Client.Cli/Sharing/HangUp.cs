using System.Runtime.InteropServices;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// Signals to us. SIGTERM and SIGHUP end the program as a closed window does: SIGHUP for what runs in the foreground; should the shell live on, its
/// terminal is closed; should it live on even then, it is left alone. SIGINT and SIGQUIT, which come only where no terminal of ours is raw,
/// are the program's. Made before the terminal becomes raw, so that we decide.
/// </summary>
internal sealed class HangUp : IDisposable
{
    private const int Hangup = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<int> _leftAlone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PseudoTerminal _program;
    private readonly ITimer _patience;
    private readonly PosixSignalRegistration[] _signals;
    private int _signal;
    private bool _closed;

    public HangUp(PseudoTerminal program, TimeProvider time)
    {
        _program = program;
        _patience = time.CreateTimer(_ => LosePatience(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, 15)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => End(context, Hangup)),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => PassOn(context, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => PassOn(context, 3)),
        ];
    }

    /// <summary>The program's exit code; or 128 and our signal's number, where it lives on without its terminal.</summary>
    public async Task<int> ExitCode() =>
        await Task.WhenAny(_program.Exit, _leftAlone.Task) == _program.Exit ? (await _program.Exit).Code : await _leftAlone.Task;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _patience.Dispose();
    }

    /// <summary>As if a signal to end had come just now: one came before this did.</summary>
    public void Begin(int signal)
    {
        _signal = signal;
        _program.Signal(Hangup);
        _patience.Change(Patience, Patience);
    }

    private void End(PosixSignalContext context, int signal)
    {
        context.Cancel = true;
        Begin(signal);
    }

    private void LosePatience()
    {
        if (_closed)
            _leftAlone.TrySetResult(128 + _signal);
        _closed = true;
        _program.Dispose();
    }

    private void PassOn(PosixSignalContext context, int signal)
    {
        context.Cancel = true;
        _program.Signal(signal);
    }
}
