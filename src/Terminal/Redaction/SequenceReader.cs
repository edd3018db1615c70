using System.Buffers;
using System.Text;

namespace SessionShare.Terminal.Redaction;

/// <summary>
/// Tells text from escape sequences, as <see cref="VtParser"/> does. Strings (titles, links, marks of shells) are collected and redacted as texts of their own.
/// </summary>
/// <remarks>
/// <code>
/// text  --ESC--> escape  --[--> control  --final--> text        where the cursor goes elsewhere, the text breaks
///                        --] P _ ^ X--> string  --BEL, ESC, CAN, SUB--> text, escape
/// </code>
/// </remarks>
internal sealed class SequenceReader(RedactionRules rules, HeldOutput output)
{
    /// <summary>Bytes of a string that are collected.</summary>
    private const int LongestString = 64 * 1024;

    private const byte Escape = 0x1b;

    private static readonly SearchValues<byte> StringEnds = SearchValues.Create([0x07, 0x18, 0x1a, Escape]);

    /// <summary>Final bytes behind which the cursor stands elsewhere, or the screen's lines do: CUU to CUP, ED, SU, SD, HPA, VPA, HVP, DECSTBM, insertions of lines.</summary>
    private static readonly SearchValues<byte> Moves = SearchValues.Create("ABCDEFGHJLMSTX`adefrsu"u8);

    private static readonly SearchValues<byte> EscapeMoves = SearchValues.Create("DEMc78"u8);

    private State _state;
    private int _begun = -1;
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
        while (!bytes.IsEmpty)
        {
            bytes = bytes[(_state switch
            {
                State.Text => TakeText(bytes),
                State.Control => TakeControl(bytes),
                State.String => TakeString(bytes),
                _ => TakeEscape(bytes[0]),
            })..];
        }
    }

    /// <summary>The output is at its end.</summary>
    public void End()
    {
        if (_state == State.String)
            EndString();
    }

    private int TakeText(ReadOnlySpan<byte> bytes)
    {
        var escape = bytes.IndexOf(Escape);
        if (escape != 0)
        {
            var length = escape < 0 ? bytes.Length : escape;
            output.AddText(bytes[..length]);
            return length;
        }
        BeginEscape();
        return 1;
    }

    private void BeginEscape()
    {
        (_state, _begun) = (State.Escape, output.RawCount);
        output.AddRaw([Escape]);
    }

    private int TakeEscape(byte next)
    {
        if (next == Escape)
        {
            BeginEscape();
            return 1;
        }
        if (EscapeMoves.Contains(next))
            output.AddBreak();
        output.AddRaw([next]);
        _state = next switch
        {
            (byte)'[' when _state == State.Escape => State.Control,
            (byte)']' or (byte)'P' or (byte)'_' or (byte)'^' or (byte)'X' when _state == State.Escape => State.String,
            < 0x30 and not (0x18 or 0x1a) => State.Intermediate,
            _ => State.Text,
        };
        (_kind, _skips) = (next, false);
        if (_state != State.String)
            _begun = -1;
        return 1;
    }

    private int TakeControl(ReadOnlySpan<byte> bytes)
    {
        var end = 0;
        while (end < bytes.Length && bytes[end] is not ((>= 0x40 and <= 0x7e) or Escape or 0x18 or 0x1a))
            end++;
        if (end == bytes.Length)
        {
            output.AddRaw(bytes);
            return end;
        }
        if (Moves.Contains(bytes[end]))
            output.AddBreak();
        if (bytes[end] == Escape)
        {
            output.AddRaw(bytes[..end]);
            BeginEscape();
            return end + 1;
        }
        output.AddRaw(bytes[..(end + 1)]);
        _state = State.Text;
        return end + 1;
    }

    private int TakeString(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny(StringEnds);
        var length = end < 0 ? bytes.Length : end;
        if (!_skips)
            output.AddRaw(bytes[..length]);
        if (_begun >= 0 && output.RawCount - _begun > LongestString)
            GiveUp();
        if (end < 0)
            return length;
        EndString();
        if (bytes[end] == Escape)
            BeginEscape();
        else if (!_skips)
            output.AddRaw(bytes.Slice(end, 1));
        return length + 1;
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
        var content = output.RawFrom(_begun)[2..];
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
        output.ReplaceFrom(_begun + 2, redacted);
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
}
