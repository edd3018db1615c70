using System.Text;

namespace SessionShare.Cli.Pty;

/// <summary>
/// Follows a program's output just closely enough to know when it stands between two characters and outside every escape sequence, and which
/// title the program gave its window. In doubt it says that a sequence goes on.
/// </summary>
internal sealed class OutputScanner
{
    private const byte Bell = 0x07;
    private const byte Cancel = 0x18;
    private const byte Substitute = 0x1a;
    private const byte Escape = 0x1b;

    /// <summary>Bytes of a title or of a sequence's parameters that are kept; the rest is not looked at.</summary>
    private const int Kept = 1024;

    /// <summary>Titles a program can have pushed; xterm keeps as many.</summary>
    private const int Pushed = 10;

    /// <summary>What every control character of one character's length (U+0080 to U+009F) starts with.</summary>
    private const byte StartOfControl = 0xc2;

    private readonly List<byte> _text = [];
    private readonly List<string> _pushed = [];
    private State _state;
    private int _missing;
    private bool _inControl;

    private enum State
    {
        Ground,

        /// <summary>Inside a UTF-8 character.</summary>
        Character,
        AfterEscape,
        Csi,
        Osc,

        /// <summary>DCS, SOS, PM, APC or screen's title: anything up to ST.</summary>
        String,
        EscapeInOsc,
        EscapeInString,
    }

    /// <summary>Whether bytes of our own would fall into nothing of the program's.</summary>
    public bool IsGround => _state == State.Ground;

    /// <summary>Whether only an unfinished character, no sequence, is open.</summary>
    public bool IsInCharacter => _state == State.Character;

    /// <summary>The window title that the program set, or empty.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Looks at the next output.</summary>
    /// <returns>True when the program set, pushed back or dropped its title in it.</returns>
    public bool Scan(ReadOnlySpan<byte> output)
    {
        var titled = false;
        while (!output.IsEmpty)
        {
            if (_state == State.Ground)
            {
                var at = output.IndexOfAny(Escape, StartOfControl);
                if (at < 0)
                {
                    EndInText(output);
                    return titled;
                }
                output = output[at..];
            }
            titled |= Step(output[0]);
            output = output[1..];
        }
        return titled;
    }

    private bool Step(byte next)
    {
        switch (_state)
        {
            case State.Character when next is >= 0x80 and <= 0xbf:
                ContinueCharacter(next);
                return false;
            case State.Ground or State.Character:
                StartInGround(next);
                return false;
            case not State.Ground when next is Cancel or Substitute:
                _state = State.Ground;
                return false;
            case State.AfterEscape:
                StartSequence(next);
                return false;
            case State.Csi:
                return StepCsi(next);
            default:
                return StepString(next);
        }
    }

    /// <summary>Only the last character of text can be unfinished; the others need no look.</summary>
    private void EndInText(ReadOnlySpan<byte> text)
    {
        var start = text.Length - 1;
        while (start > 0 && start > text.Length - 4 && text[start] is >= 0x80 and <= 0xbf)
            start--;
        foreach (var next in text[Math.Max(start, 0)..])
            Step(next);
    }

    private void StartInGround(byte next)
    {
        (_state, _missing) = next switch
        {
            Escape => (State.AfterEscape, 0),
            >= StartOfControl and <= 0xdf => (State.Character, 1),
            >= 0xe0 and <= 0xef => (State.Character, 2),
            >= 0xf0 and <= 0xf4 => (State.Character, 3),
            _ => (State.Ground, 0),
        };
        _inControl = next == StartOfControl;
    }

    private void ContinueCharacter(byte next)
    {
        if (--_missing > 0)
            return;
        _state = State.Ground;
        // U+0080 to U+009F are the one-character forms of ESC @ to ESC _.
        if (_inControl && next is 0x90 or 0x98 or 0x9b or 0x9d or 0x9e or 0x9f)
            StartSequence((byte)(next - 0x40));
    }

    private void StartSequence(byte next)
    {
        _text.Clear();
        _state = next switch
        {
            (byte)'[' => State.Csi,
            (byte)']' => State.Osc,
            (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_' or (byte)'k' => State.String,
            Escape or < 0x30 => State.AfterEscape,
            _ => State.Ground,
        };
    }

    private bool StepCsi(byte next)
    {
        if (next == Escape)
            _state = State.AfterEscape;
        else if (next is < 0x40 or > 0x7e)
            Keep(next);
        else
        {
            _state = State.Ground;
            return next == 't' && MoveTitles();
        }
        return false;
    }

    private bool StepString(byte next)
    {
        switch (_state, next)
        {
            case (State.Osc, Bell):
            case (State.EscapeInOsc, (byte)'\\'):
                _state = State.Ground;
                return TakeTitle();
            case (State.EscapeInString, (byte)'\\'):
                _state = State.Ground;
                return false;
            case (State.Osc, Escape):
                _state = State.EscapeInOsc;
                return false;
            case (State.String, Escape):
                _state = State.EscapeInString;
                return false;
            case (State.EscapeInOsc or State.EscapeInString, _):
                StartSequence(next);
                return false;
            default:
                Keep(next);
                return false;
        }
    }

    private void Keep(byte next)
    {
        if (_text.Count < Kept)
            _text.Add(next);
    }

    /// <summary>OSC 0 ; TITLE and OSC 2 ; TITLE.</summary>
    private bool TakeTitle()
    {
        if (_text is not [(byte)'0' or (byte)'2', (byte)';', ..])
            return false;
        var title = Encoding.UTF8.GetString(_text.Skip(2).ToArray());
        Title = new string([.. title.Where(character => !char.IsControl(character) && character != '\ufffd')]);
        return true;
    }

    /// <summary>CSI 22 t pushes and CSI 23 t pops; parameter 1 is the icon's name only.</summary>
    private bool MoveTitles()
    {
        switch (Encoding.ASCII.GetString([.. _text]))
        {
            case "22" or "22;0" or "22;2":
                if (_pushed.Count < Pushed)
                    _pushed.Add(Title);
                return false;
            case "23" or "23;0" or "23;2":
                Title = _pushed.Count > 0 ? _pushed[^1] : "";
                if (_pushed.Count > 0)
                    _pushed.RemoveAt(_pushed.Count - 1);
                return true;
            default:
                return false;
        }
    }
}
