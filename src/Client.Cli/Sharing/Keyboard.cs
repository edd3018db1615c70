using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Sharing;

/// <summary>Brings what the person types to where it belongs, on a thread of its own.</summary>
/// <param name="type">Takes typed bytes; false: nobody takes any more.</param>
/// <param name="choose">Takes the key after the prefix key; true: the next one is for it, too.</param>
internal sealed class Keyboard(LocalTerminal terminal, PrefixKey prefix, Func<ReadOnlySpan<byte>, bool> type, Func<byte, bool> choose) : IDisposable
{
    private const int BufferBytes = 4096;

    private Thread? _reader;

    public void Open()
    {
        _reader = new Thread(ReadAll) { IsBackground = true, Name = "keyboard" };
        _reader.Start();
    }

    public void Dispose()
    {
        terminal.StopInput();
        _reader?.Join();
    }

    private void ReadAll()
    {
        var buffer = new byte[BufferBytes];
        while (terminal.ReadInput(buffer) is var count and > 0)
        {
            ReadOnlySpan<byte> input = buffer.AsSpan(0, count);
            while (prefix.TryRead(ref input, out var typed, out var command))
            {
                if (command is null && !type(typed))
                    return;
                if (command is { } key && choose(key))
                    prefix.Again();
            }
        }
    }
}
