using System.Buffers;

namespace SessionShare.Terminal;

/// <summary>
/// Finds the standard marks of shells in output, which passes unchanged and is never held back. The same hints at the same places, however the
/// output is cut. Never throws; keeps at most <see cref="MaxLength"/> bytes.
/// </summary>
/// <remarks>
/// ESC ends whatever came before it, as in a terminal; CAN and SUB do so without effect. Within DCS, SOS, PM and APC nothing is a mark.
/// </remarks>
public sealed class ShellHints
{
    /// <summary>Bytes of a mark between `ESC ]` and its end. A longer one is none.</summary>
    public const int MaxLength = 64 * 1024;

    private const byte Bell = 0x07;
    private const byte Cancel = 0x18;
    private const byte Substitute = 0x1a;
    private const byte Escape = 0x1b;

    /// <summary>All that ends what an OSC collects.</summary>
    private static readonly SearchValues<byte> OscEnds = SearchValues.Create([Bell, Cancel, Substitute, Escape]);

    private static readonly SearchValues<byte> StringEnds = SearchValues.Create([Cancel, Substitute, Escape]);

    private byte[] _held = new byte[256];
    private int _count;
    private State _state;

    private enum State
    {
        /// <summary>Text.</summary>
        Ground,

        /// <summary>After ESC, and what stands between it and a final byte.</summary>
        Escape,

        /// <summary>After `ESC [`, until the final byte.</summary>
        Control,

        /// <summary>After `ESC ]`.</summary>
        Osc,

        /// <summary>As Osc, but no mark that we know.</summary>
        OtherOsc,

        /// <summary>ESC within a mark: `\` completes it.</summary>
        OscEscape,

        /// <summary>DCS, SOS, PM, APC.</summary>
        String,
    }

    /// <summary>
    /// Makes <see cref="TryRead"/> end a piece where text starts, so that the caller learns the first text exactly: everything that is no escape
    /// sequence, line breaks too.
    /// </summary>
    public bool SplitBeforeText { get; set; }

    /// <summary>Takes the next piece.</summary>
    /// <param name="input">What is left to look at; shortened by what was taken.</param>
    /// <param name="output">What was taken: it stands before the hint.</param>
    /// <param name="hint">Null where the piece ends without one.</param>
    /// <param name="isText">With <see cref="SplitBeforeText"/>: the piece holds text, else only sequences.</param>
    /// <returns>False when nothing is left.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> output, out ShellHint? hint, out bool isText)
    {
        (hint, isText) = (null, false);
        var whole = input;
        var rest = input;
        while (!rest.IsEmpty && hint is null)
        {
            if (_state == State.Ground && rest[0] != Escape)
            {
                if (SplitBeforeText && !isText && rest.Length < whole.Length)
                    break;
                isText = true;
            }
            rest = rest[Step(rest, out hint)..];
        }
        output = whole[..(whole.Length - rest.Length)];
        input = rest;
        return !output.IsEmpty;
    }

    /// <returns>Bytes taken, at least one.</returns>
    private int Step(ReadOnlySpan<byte> rest, out ShellHint? hint)
    {
        hint = null;
        switch (_state)
        {
            case State.Ground:
                return TakeText(rest);
            case State.Escape:
                TakeEscape(rest[0]);
                return 1;
            case State.Control:
                TakeControl(rest[0]);
                return 1;
            case State.OscEscape:
                return TakeOscEscape(rest[0], out hint);
            case State.Osc:
                return TakeOsc(rest, out hint);
            default:
                return TakeUntil(rest, _state == State.String ? StringEnds : OscEnds);
        }
    }

    private int TakeText(ReadOnlySpan<byte> rest)
    {
        var at = rest.IndexOf(Escape);
        if (at == 0)
        {
            _state = State.Escape;
            return 1;
        }
        return at < 0 ? rest.Length : at;
    }

    private void TakeEscape(byte next) => _state = next switch
    {
        (byte)'[' => State.Control,
        (byte)']' => StartOsc(),
        (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_' => State.String,
        Escape or < 0x18 or 0x19 or (>= 0x1c and <= 0x2f) => State.Escape,
        _ => State.Ground,
    };

    private void TakeControl(byte next) => _state = next switch
    {
        Escape => State.Escape,
        Cancel or Substitute or (>= 0x40 and not 0x7f) => State.Ground,
        _ => State.Control,
    };

    private State StartOsc()
    {
        _count = 0;
        return State.Osc;
    }

    private int TakeOsc(ReadOnlySpan<byte> rest, out ShellHint? hint)
    {
        hint = null;
        var end = rest.IndexOfAny(OscEnds);
        var length = end < 0 ? rest.Length : end;
        if (!Hold(rest[..length]))
        {
            _state = State.OtherOsc;
            return length;
        }
        if (end < 0)
            return rest.Length;
        if (rest[end] == Escape)
        {
            _state = State.OscEscape;
        }
        else
        {
            _state = State.Ground;
            if (rest[end] == Bell)
                hint = ShellHintSyntax.Parse(_held.AsSpan(0, _count));
        }
        return end + 1;
    }

    private int TakeOscEscape(byte next, out ShellHint? hint)
    {
        hint = next == '\\' ? ShellHintSyntax.Parse(_held.AsSpan(0, _count)) : null;
        _state = State.Escape;
        if (next == '\\')
            _state = State.Ground;
        else
            TakeEscape(next);
        return 1;
    }

    private int TakeUntil(ReadOnlySpan<byte> rest, SearchValues<byte> ends)
    {
        var end = rest.IndexOfAny(ends);
        if (end < 0)
            return rest.Length;
        _state = rest[end] == Escape ? State.Escape : State.Ground;
        return end + 1;
    }

    /// <returns>False where it can't become a mark any more.</returns>
    private bool Hold(ReadOnlySpan<byte> more)
    {
        if (_count + more.Length > MaxLength)
            return false;
        if (_count + more.Length > _held.Length)
            Array.Resize(ref _held, Math.Min(MaxLength, Math.Max(_count + more.Length, _held.Length * 2)));
        more.CopyTo(_held.AsSpan(_count));
        _count += more.Length;
        return ShellHintSyntax.MayBeMark(_held.AsSpan(0, _count));
    }
}
