using SessionShare.Cli.Pty;
using SessionShare.Cli.Sharing;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>
/// Brings what the person types to where it belongs: to the shell; behind the prefix key of a shared shell to our own commands; to the picker, which
/// the prefix key opens in an unshared one. On a thread of its own.
/// </summary>
/// <param name="shared">Whether the shell is shared.</param>
/// <param name="type">Types into the shell; false: it takes nothing any more.</param>
/// <param name="choose">Takes the key after the prefix key; true: the next one is for it, too.</param>
/// <param name="hesitates">Called when nothing followed the prefix key of a shared shell for a while.</param>
internal sealed class ShellKeyboard(
    LocalTerminal terminal, PrefixKey prefix, Func<bool> shared, Func<ReadOnlySpan<byte>, bool> type, Func<byte, bool> choose, OuterPicker picker, TimeProvider time, Action hesitates) : IDisposable
{
    private const int BufferBytes = 4096;

    private readonly Lock _gate = new();
    private Hesitation? _hesitation;
    private Thread? _reader;

    public void Open()
    {
        _hesitation = new Hesitation(prefix, _gate, time, hesitates);
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
                if (!Take(buffer.AsSpan(0, count)))
                    return;
                _hesitation?.Typed();
            }
        }
    }

    private bool Take(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            if (picker.IsOpen)
            {
                // The prefix key once more means the key itself, as it does everywhere.
                if (input[0] != prefix.Key)
                    return type(input);
                picker.Leave();
                if (!type(input[..1]))
                    return false;
                input = input[1..];
            }
            else if (shared() || prefix.IsBegun)
            {
                return prefix.Pass(input, type, choose);
            }
            else if (input.IndexOf(prefix.Key) is var at and >= 0)
            {
                if (at > 0 && !type(input[..at]))
                    return false;
                input = input[(at + 1)..];
                picker.Open();
            }
            else
            {
                return type(input);
            }
        }
        return true;
    }
}
