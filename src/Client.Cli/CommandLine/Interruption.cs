using System.Runtime.InteropServices;

namespace SessionShare.Cli.CommandLine;

/// <summary>SIGINT or SIGTERM cancel what runs; a second one ends the process as it would have without us.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Lock _gate = new();
    private Action<int>? _late;
    private bool _over;

    public Interruption() => _signals = [On(PosixSignal.SIGINT, 2), On(PosixSignal.SIGTERM, 15)];

    public CancellationToken Token => _source.Token;

    /// <summary>128 and the signal's number, once one came.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>A command that treats the signals by itself lets go of them.</summary>
    public void Dispose() => LetGo(null);

    /// <summary>Lets go of the signals; <paramref name="late"/> hears of one, by its number, that came before and is handled only now.</summary>
    public void LetGo(Action<int>? late)
    {
        lock (_gate)
        {
            if (_over)
                return;
            (_over, _late) = (true, late);
            _source.Dispose();
        }

        // Waits for nobody: a handler may be at work.
        foreach (var signal in _signals)
            signal.Dispose();
    }

    private PosixSignalRegistration On(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        lock (_gate)
        {
            if (_over)
            {
                context.Cancel = true;
                _late?.Invoke(number);
                return;
            }

            context.Cancel = ExitCode is null;
            ExitCode = 128 + number;
            _source.Cancel();
        }
    });
}
