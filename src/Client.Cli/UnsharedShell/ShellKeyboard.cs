using SessionShare.Cli.Pty;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>
/// Brings what the person types to where it belongs: to the shell; behind the prefix key of a shared shell to our own commands; to the picker, which
/// the prefix key opens in an unshared one. On a thread of its own.
/// </summary>
/// <param name="shared">Whether the shell is shared.</param>
/// <param name="type">Types into the shell; false: it takes nothing any more.</param>
/// <param name="choose">Takes the key after the prefix key; true: the next one is for it, too.</param>
internal sealed class ShellKeyboard(LocalTerminal terminal, PrefixKey prefix, Func<bool> shared, Func<ReadOnlySpan<byte>, bool> type, Func<byte, bool> choose, OuterPicker picker)
    : IDisposable
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
            if (!Take(buffer.AsSpan(0, count)))
                return;
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
                {
                    picker.Take(input);
                    return true;
                }
                picker.Leave();
                if (!type(input[..1]))
                    return false;
                input = input[1..];
            }
            else if (shared() || prefix.IsBegun)
            {
                return TakeShared(input);
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

    private bool TakeShared(ReadOnlySpan<byte> input)
    {
        while (prefix.TryRead(ref input, out var typed, out var command))
        {
            if (command is null && !type(typed))
                return false;
            if (command is { } key && choose(key))
                prefix.Again();
        }
        return true;
    }
}
