using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Sharing;

/// <summary>Brings what the person types to where it belongs, on a thread of its own.</summary>
/// <param name="type">Takes typed bytes; false: nobody takes any more.</param>
/// <param name="choose">Takes the key after the prefix key; true: the next one is for it, too.</param>
/// <param name="hesitates">Called when nothing followed the prefix key for a while; null: nobody wants to know.</param>
internal sealed class Keyboard(
    LocalTerminal terminal, PrefixKey prefix, Func<ReadOnlySpan<byte>, bool> type, Func<byte, bool> choose, TimeProvider time, Action? hesitates = null) : IDisposable
{
    private const int BufferBytes = 4096;

    private readonly Lock _gate = new();

    private Thread? _reader;
    private Hesitation? _hesitation;

    public void Open()
    {
        _hesitation = hesitates is null ? null : new Hesitation(prefix, _gate, time, hesitates);
        _reader = new Thread(ReadAll) { IsBackground = true, Name = "keyboard" };
        _reader.Start();
    }

    public void Dispose()
    {
        terminal.StopInput();
        _reader?.Join();
        _hesitation?.Dispose();
    }

    private void ReadAll()
    {
        var buffer = new byte[BufferBytes];
        while (terminal.ReadInput(buffer) is var count and > 0)
        {
            lock (_gate)
            {
                if (!prefix.Pass(buffer.AsSpan(0, count), type, choose))
                    return;
                _hesitation?.Typed();
            }
        }
    }
}
