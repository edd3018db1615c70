using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SessionShare.Cli.Pty;

/// <summary>
/// A terminal's raw mode that leaves nobody with a broken terminal: off whenever we end in a way that can be noticed, off while we are stopped,
/// on again when we continue in the foreground.
/// </summary>
internal sealed class RawMode : IDisposable
{
    private readonly Lock _changing = new();
    private readonly SafeFileHandle _terminal;
    private readonly TerminalModes _found;
    private readonly TerminalModes _raw;
    private readonly Action _continued;
    private readonly List<PosixSignalRegistration> _signals = [];
    private bool _wanted;
    private bool _applied;

    /// <param name="found">The settings to put back.</param>
    /// <param name="continued">Called after we were stopped and continued.</param>
    public RawMode(SafeFileHandle terminal, TerminalModes found, Action continued)
    {
        _terminal = terminal;
        _found = found;
        _raw = found.Raw();
        _continued = continued;
    }

    public void Enter()
    {
        lock (_changing)
        {
            if (!_wanted)
                Watch();
            _wanted = true;
            On();
        }
    }

    public void Dispose()
    {
        lock (_changing)
        {
            if (!_wanted)
                return;
            _wanted = false;
            Off();
        }
        AppDomain.CurrentDomain.ProcessExit -= OnProcessEnd;
        AppDomain.CurrentDomain.UnhandledException -= OnProcessEnd;
        _signals.ForEach(signal => signal.Dispose());
    }

    private void Watch()
    {
        foreach (var ending in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
            _signals.Add(PosixSignalRegistration.Create(ending, OnEnding));
        _signals.Add(PosixSignalRegistration.Create(Unix.Stop, OnStop));
        _signals.Add(PosixSignalRegistration.Create(Unix.Continue, OnContinue));
        AppDomain.CurrentDomain.ProcessExit += OnProcessEnd;
        AppDomain.CurrentDomain.UnhandledException += OnProcessEnd;
    }

    private void OnEnding(PosixSignalContext context) => TurnOff();

    private void OnProcessEnd(object? sender, EventArgs arguments) => TurnOff();

    private void OnStop(PosixSignalContext context)
    {
        context.Cancel = true;
        TurnOff();
        Libc.kill(Libc.getpid(), Unix.StopSignal);
    }

    private void OnContinue(PosixSignalContext context)
    {
        // Else .NET puts back the settings that it found.
        context.Cancel = true;
        lock (_changing)
        {
            if (_wanted)
                On();
        }
        _continued();
    }

    private void TurnOff()
    {
        lock (_changing)
            Off();
    }

    /// <summary>In the background the system stops us here until we are in the foreground, as it stops an editor.</summary>
    private void On() => _applied = _raw.ApplyTo(_terminal);

    private void Off()
    {
        if (_applied && InForeground())
            _found.ApplyTo(_terminal);
        _applied = false;
    }

    /// <summary>In the background the settings are the shell's. A terminal that is not our controlling one knows no foreground.</summary>
    private bool InForeground()
    {
        var foreground = Libc.tcgetpgrp(_terminal);
        return foreground < 0 || foreground == Libc.getpgrp();
    }
}
