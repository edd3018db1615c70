using System.Text;

namespace SessionShare.Cli.Pty;

/// <summary>
/// Keeps what the local person must see at all times, such as `● shared · 2 watching`, in their terminal's title, joined with the title that the
/// program sets. All output goes through here, since a title may only be set between two pieces of it: never inside an escape sequence or a
/// character of the program's. Members may be called from any thread.
/// </summary>
internal sealed class TerminalTitle(Action<ReadOnlySpan<byte>> write)
{
    private static readonly byte[] Push = "\e[22;2t"u8.ToArray();
    private static readonly byte[] Pop = "\e[23;2t"u8.ToArray();

    private readonly Lock _writing = new();
    private readonly OutputScanner _scanner = new();
    private string _state = "";
    private bool _begun;
    private bool _due;

    /// <summary>Whether a terminal of that kind can be expected to have a title.</summary>
    public static bool Fits(LocalTerminal terminal, string? term) => terminal.HasScreen && term is not (null or "" or "dumb");

    /// <summary>Keeps the title found, to give it back at <see cref="End"/>. Without it, output goes through and no title is ever set.</summary>
    public void Begin()
    {
        lock (_writing)
        {
            write(Push);
            _begun = true;
        }
    }

    /// <summary>Shows a state, now or as soon as the program's output allows.</summary>
    public void Show(string state)
    {
        lock (_writing)
        {
            _due |= state != _state;
            _state = state;
            SetIfDue();
        }
    }

    /// <summary>Passes the program's output on.</summary>
    public void Write(ReadOnlySpan<byte> output)
    {
        lock (_writing)
        {
            write(output);
            if (!_begun)
                return;
            _due |= _scanner.Scan(output);
            SetIfDue();
        }
    }

    /// <summary>Gives the title found back, cancelling a sequence that the program left unfinished.</summary>
    public void End()
    {
        lock (_writing)
        {
            if (!_begun)
                return;
            if (!_scanner.IsGround && !_scanner.IsInCharacter)
                write([0x18]);
            write(Pop);
            _begun = false;
        }
    }

    private void SetIfDue()
    {
        if (!_due || !_begun || !_scanner.IsGround)
            return;
        _due = false;
        var title = _scanner.Title.Length == 0 ? _state : _state.Length == 0 ? _scanner.Title : $"{_state} — {_scanner.Title}";
        write(Encoding.UTF8.GetBytes($"\e]2;{title}\a"));
    }
}
