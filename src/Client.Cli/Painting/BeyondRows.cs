using System.Globalization;
using System.Text;

namespace SessionShare.Cli.Painting;

/// <summary>What a program's output does to a row of the terminal that is not the program's.</summary>
internal enum Reach
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The row may be empty now.</summary>
    Erased,

    /// <summary>Also, margins or cursor may be where the program has no rows.</summary>
    Moved,
}

/// <summary>
/// Cuts a program's output behind the sequences that reach below the rows that the program knows of: it resets the margins, places the cursor in a row that is not its own, erases
/// the whole screen, or shows the other one. All else stays within the margins. However the output is cut.
/// </summary>
internal sealed class BeyondRows
{
    private const byte Escape = 0x1b;
    private const byte Bell = 0x07;

    /// <summary>No sequence of these is longer.</summary>
    private const int Kept = 64;

    private readonly StringBuilder _sequence = new();
    private State _state;

    private enum State
    {
        Ground,
        Escape,
        Csi,

        /// <summary>OSC, DCS, APC, PM or SOS.</summary>
        String,
    }

    /// <summary>Rows that the program has.</summary>
    public int Rows { get; set; }

    /// <summary>The next piece, which ends at such a sequence or with the output. False: nothing is left.</summary>
    public bool TryRead(ref ReadOnlySpan<byte> output, out ReadOnlySpan<byte> piece, out Reach reach)
    {
        var at = 0;
        reach = Reach.None;
        while (at < output.Length && reach == Reach.None)
        {
            if (_state == State.Ground)
            {
                var next = output[at..].IndexOf(Escape);
                at = next < 0 ? output.Length : at + next + 1;
                _state = next < 0 ? State.Ground : State.Escape;
                _sequence.Clear();
            }
            else
            {
                reach = Step(output[at++]);
            }
        }

        piece = output[..at];
        output = output[at..];
        return at > 0;
    }

    private Reach Step(byte next)
    {
        switch (_state)
        {
            case var _ when next == Escape:
                (_state, _) = (State.Escape, _sequence.Clear());
                return Reach.None;
            case var _ when next is 0x18 or 0x1a:
                _state = State.Ground;
                return Reach.None;
            case State.String:
                _state = next == Bell ? State.Ground : State.String;
                return Reach.None;
            case State.Escape when _sequence.Length == 0 && next is (byte)'[':
                _state = State.Csi;
                return Reach.None;
            case State.Escape when _sequence.Length == 0 && next is (byte)']' or (byte)'P' or (byte)'_' or (byte)'^' or (byte)'X' or (byte)'k':
                _state = State.String;
                return Reach.None;
            default:
                return StepSequence((char)next);
        }
    }

    private Reach StepSequence(char next)
    {
        if (next < ' ')
            return Reach.None;
        if (_sequence.Length < Kept)
            _sequence.Append(next);
        if (next < (_state == State.Csi ? '@' : '0'))
            return Reach.None;
        var isCsi = _state == State.Csi;
        _state = State.Ground;
        return isCsi ? OfCsi(_sequence.ToString()) : _sequence.ToString() is "c" or "#8" ? Reach.Moved : Reach.None;
    }

    /// <param name="sequence">What follows ESC [.</param>
    private Reach OfCsi(string sequence) => (sequence[^1], sequence) switch
    {
        ('r', _) => Reach.Moved,
        ('p', ['!', ..]) => Reach.Moved,
        ('h' or 'l', ['?', ..]) when SwitchesScreen(sequence) => Reach.Moved,
        ('H' or 'f' or 'd', _) when Number(sequence) > Rows => Reach.Moved,
        ('e', _) => Reach.Moved,
        ('J', _) => Reach.Erased,
        ('z' or 'x' or '{' or 'v', _) when sequence.Contains('$', StringComparison.Ordinal) => Reach.Erased,
        _ => Reach.None,
    };

    private static bool SwitchesScreen(string sequence) => sequence[1..^1].Split(';').Any(mode => mode is "3" or "47" or "1047" or "1049");

    private static int Number(string sequence)
    {
        var digits = sequence.AsSpan(0, sequence.AsSpan().IndexOfAnyExceptInRange('0', '9'));
        return digits.IsEmpty ? 1 : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
    }
}
