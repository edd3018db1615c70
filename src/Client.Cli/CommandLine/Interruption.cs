using System.Runtime.InteropServices;

namespace SessionShare.Cli.CommandLine;

/// <summary>SIGINT or SIGTERM cancel what runs; a second one ends the process as it would have without us.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private bool _over;

    public Interruption() => _signals = [On(PosixSignal.SIGINT, 2), On(PosixSignal.SIGTERM, 15)];

    public CancellationToken Token => _source.Token;

    /// <summary>128 and the signal's number, once one came.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>A command that treats the signals by itself lets go of them.</summary>
    public void Dispose()
    {
        if (_over)
            return;
        _over = true;
        foreach (var signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private PosixSignalRegistration On(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = ExitCode is null;
        ExitCode = 128 + number;
        _source.Cancel();
    });
}
