using System.Buffers;
using System.Text;

namespace SessionShare.Terminal.Redaction;

/// <summary>
/// Tells text from escape sequences, as <see cref="VtParser"/> does. Strings (titles, links, marks of shells) are collected and redacted as texts of their own.
/// </summary>
/// <remarks>
/// <code>
/// text  --ESC--> escape  --[--> control  --final--> text        where the cursor goes elsewhere, the text breaks
///                        --] P _ ^ X--> string  --BEL, ESC, CAN, SUB, U+009C--> text, escape
/// </code>
/// What a terminal shows nothing for is no text: other control characters, and bytes that are no UTF-8. U+0080 to U+009F, which some terminals take for ESC and another character and others for nothing,
/// are none either; U+009B begins a control sequence and U+009C ends a string, but none begins a string: of a text that was encoded twice the rest would be one.
/// </remarks>
internal sealed class SequenceReader(RedactionRules rules, HeldOutput output)
{
    /// <summary>Bytes of a string that are collected.</summary>
    private const int LongestString = 64 * 1024;

    /// <summary>Bytes between an ESC and what it begins, for which it waits.</summary>
    private const int LongestEscape = 64;

    private const byte Escape = 0x1b;
    private const int ByteOrderMark = 0xfeff;
    private const int NoCharacter = -1;

    /// <summary>Control characters that move nothing, and all that is not ASCII.</summary>
    private static readonly SearchValues<byte> PerhapsNoText = Bytes(code => code is < 0x20 and not (>= 0x08 and <= 0x0d) or >= 0x7f);

    private static readonly SearchValues<byte> StringEnds = Bytes(code => code is 0x07 or 0x18 or 0x1a or Escape or >= 0x80);

    private static readonly SearchValues<byte> ControlEnds = Bytes(code => code is (>= 0x40 and <= 0x7e) or 0x18 or 0x1a or Escape or >= 0x80);

    /// <summary>BS, HT, LF, VT, FF, CR.</summary>
    private static readonly SearchValues<byte> MovingControls = Bytes(code => code is >= 0x08 and <= 0x0d);

    /// <summary>Final bytes behind which the cursor stands elsewhere, or the screen's lines do: CUU to CUP, ED, SU, SD, HPA, VPA, HVP, DECSTBM, insertions of lines.</summary>
    private static readonly SearchValues<byte> Moves = SearchValues.Create("ABCDEFGHJLMSTX`adefrsu"u8);

    private static readonly SearchValues<byte> EscapeMoves = SearchValues.Create("DEMc78"u8);

    /// <summary>A character that lacks bytes: all there is of it.</summary>
    private readonly byte[] _partial = new byte[4];

    private int _partialCount;
    private State _state;
    private int _begun = -1;
    private int _introducer;
    private byte _kind;
    private bool _skips;

    private enum State
    {
        Text,
        Escape,

        /// <summary>Behind ESC and characters such as `(`.</summary>
        Intermediate,
        Control,
        String,
    }

    /// <summary>Secrets hidden in strings.</summary>
    public long Hidden { get; private set; }

    /// <summary>A string is not at its end.</summary>
    public bool IsInString => _state == State.String && _begun >= 0;

    /// <summary>Bytes from here on wait for a string's end: from its ESC on, which may be all that is there of it.</summary>
    public int HeldFrom => _begun < 0 ? int.MaxValue : _begun;

    /// <summary>The first so many bytes are gone.</summary>
    public void Released(int count)
    {
        if (_begun >= 0)
            _begun -= count;
    }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (_partialCount > 0 && !bytes.IsEmpty)
            bytes = bytes[TakeRest(bytes)..];
        while (!bytes.IsEmpty)
        {
            bytes = bytes[(_state switch
            {
                State.Text => TakeText(bytes),
                _ when bytes[0] >= 0x80 => TakeCharacter(bytes),
                State.Control => TakeControl(bytes),
                State.String => TakeString(bytes),
                _ => TakeEscape(bytes[0]),
            })..];
        }
    }

    /// <summary>The output is at its end.</summary>
    public void End()
    {
        Pass(_partial.AsSpan(0, _partialCount));
        _partialCount = 0;
        if (_state == State.String)
            EndString();
    }

    private int TakeText(ReadOnlySpan<byte> bytes)
    {
        if (TextLength(bytes) is var length and > 0)
        {
            output.AddText(bytes[..length]);
            return length;
        }
        if (bytes[0] >= 0x80)
            return TakeCharacter(bytes);
        if (bytes[0] == Escape)
            BeginEscape();
        else
            output.AddRaw(bytes[..1]);
        return 1;
    }

    private static int TextLength(ReadOnlySpan<byte> bytes)
    {
        var end = 0;
        while (bytes[end..].IndexOfAny(PerhapsNoText) is var next and >= 0)
        {
            end += next;
            if (bytes[end] < 0x80 || Rune.DecodeFromUtf8(bytes[end..], out var rune, out var length) != OperationStatus.Done || !IsText(rune.Value))
                return end;
            end += length;
        }
        return bytes.Length;
    }

    private static bool IsText(int code) => code is >= 0xa0 and not ByteOrderMark;

    /// <summary>A character that is not ASCII, or what is none.</summary>
    private int TakeCharacter(ReadOnlySpan<byte> bytes)
    {
        var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
        if (status == OperationStatus.NeedMoreData)
        {
            bytes.CopyTo(_partial);
            _partialCount = bytes.Length;
            return bytes.Length;
        }
        TakeCharacter(bytes[..length], status == OperationStatus.Done ? rune.Value : NoCharacter);
        return length;
    }

    /// <summary>What a character lacked, or what shows that it is none.</summary>
    private int TakeRest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> all = stackalloc byte[8];
        _partial.AsSpan(0, _partialCount).CopyTo(all);
        var more = Math.Min(bytes.Length, 4);
        bytes[..more].CopyTo(all[_partialCount..]);
        all = all[..(_partialCount + more)];
        var had = _partialCount;
        _partialCount = 0;
        var taken = TakeCharacter(all);
        return _partialCount > 0 ? more : taken - had;
    }

    private void TakeCharacter(ReadOnlySpan<byte> bytes, int code)
    {
        if (code is >= 0x80 and < 0xa0)
        {
            TakeC1(bytes, code);
            return;
        }
        if (_state == State.Text && IsText(code))
            output.AddText(bytes);
        else
            Pass(bytes);
        // No sequence has such a character: it is over.
        if (IsText(code) && _state is not (State.Text or State.String))
            (_state, _begun) = (State.Text, -1);
    }

    private void TakeC1(ReadOnlySpan<byte> bytes, int code)
    {
        var isLeftOut = _state == State.String && _skips;
        if (_state == State.String)
            EndString();
        (_state, _begun) = (State.Text, -1);
        switch (code)
        {
            case 0x9b:
                output.AddRaw(bytes);
                _state = State.Control;
                break;
            default:
                if (code is 0x84 or 0x85 or 0x8d)
                    output.AddBreak();
                if (!isLeftOut)
                    output.AddRaw(bytes);
                break;
        }
    }

    private void BeginEscape()
    {
        (_state, _begun) = (State.Escape, output.RawCount);
        output.AddRaw([Escape]);
    }

    /// <param name="kind">The character behind its ESC.</param>
    private void BeginString(byte kind)
    {
        if (_begun < 0)
            _begun = output.RawCount;
        (_state, _kind, _skips, _introducer) = (State.String, kind, false, output.RawCount - _begun);
    }

    private int TakeEscape(byte next)
    {
        if (next == Escape)
        {
            BeginEscape();
            return 1;
        }
        if (MovingControls.Contains(next) || (_state == State.Escape && EscapeMoves.Contains(next)))
            output.AddBreak();
        output.AddRaw([next]);
        if (next is 0x7f or (< 0x20 and not (0x18 or 0x1a)))
        {
            // It does what it does; the sequence goes on.
            if (_begun >= 0 && output.RawCount - _begun > LongestEscape)
                _begun = -1;
            return 1;
        }
        if (_state == State.Escape && next is (byte)']' or (byte)'P' or (byte)'_' or (byte)'^' or (byte)'X')
        {
            BeginString(next);
            return 1;
        }
        _state = _state == State.Escape && next == '[' ? State.Control : next is >= 0x20 and < 0x30 ? State.Intermediate : State.Text;
        _begun = -1;
        return 1;
    }

    private int TakeControl(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny(ControlEnds);
        var inside = end < 0 ? bytes : bytes[..end];
        if (inside.ContainsAny(MovingControls) || (end >= 0 && Moves.Contains(bytes[end])))
            output.AddBreak();
        output.AddRaw(inside);
        if (end < 0 || bytes[end] >= 0x80)
            return inside.Length;
        if (bytes[end] == Escape)
        {
            BeginEscape();
            return end + 1;
        }
        output.AddRaw(bytes.Slice(end, 1));
        _state = State.Text;
        return end + 1;
    }

    private int TakeString(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny(StringEnds);
        var length = end < 0 ? bytes.Length : end;
        Pass(bytes[..length]);
        if (end < 0 || bytes[end] >= 0x80)
            return length;
        EndString();
        if (bytes[end] == Escape)
            BeginEscape();
        else if (!_skips)
            output.AddRaw(bytes.Slice(end, 1));
        return length + 1;
    }

    /// <summary>Bytes of what we are in, which are no text.</summary>
    private void Pass(ReadOnlySpan<byte> bytes)
    {
        if (_state != State.String)
        {
            output.AddRaw(bytes);
            return;
        }
        if (!_skips)
            output.AddRaw(bytes);
        if (_begun >= 0 && output.RawCount - _begun > LongestString)
            GiveUp();
    }

    /// <summary>Too long to be looked at: pictures pass, a command of the system does not.</summary>
    private void GiveUp()
    {
        if (_kind == ']')
            LeaveOut();
        _begun = -1;
    }

    private void EndString()
    {
        if (_begun >= 0)
            Judge();
        (_state, _begun) = (State.Text, -1);
    }

    private void Judge()
    {
        var content = output.RawFrom(_begun)[_introducer..];
        if (HidesSecrets(content))
        {
            Hidden++;
            LeaveOut();
            return;
        }
        var redacted = Redactor.Redact(rules, content, out var hidden);
        if (hidden == 0)
            return;
        Hidden += hidden;
        output.ReplaceFrom(_begun + _introducer, redacted);
    }

    /// <summary>What goes to a clipboard, and command lines and folders in marks, are written so that no rule sees what they hold.</summary>
    private bool HidesSecrets(ReadOnlySpan<byte> content)
    {
        if (_kind != ']')
            return false;
        if (content.StartsWith("52;"u8))
            return Copied(Encoding.UTF8.GetString(content[3..])) is { } copied && HasSecret(copied);
        if (!content.ContainsAny((byte)'%', (byte)'\\'))
            return false;
        var text = Encoding.UTF8.GetString(content);
        return HasSecret(ShellHintText.UnescapePercent(text)) || HasSecret(ShellHintText.Unescape(text));
    }

    /// <param name="text">WHERE;BASE64.</param>
    private static string? Copied(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text[(text.IndexOf(';') + 1)..], bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : null;
    }

    private bool HasSecret(string text)
    {
        Redactor.Redact(rules, text, out var hidden);
        return hidden > 0;
    }

    private void LeaveOut()
    {
        output.ReplaceFrom(_begun, []);
        _skips = true;
    }

    private static SearchValues<byte> Bytes(Func<int, bool> are) => SearchValues.Create([.. Enumerable.Range(0, 256).Where(are).Select(code => (byte)code)]);
}
