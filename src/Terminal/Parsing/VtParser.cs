using System.Buffers;
using System.Text;

namespace SessionShare.Terminal;

/// <summary>
/// Reads a terminal's output: text, control characters, escape sequences. What it makes of the bytes does not depend on how they are cut. Memory is
/// bounded: 32 parameters, <see cref="Unfinished.MaxLength"/> bytes of a string. Strings that mean nothing to the screen (images too) are swallowed whole.
/// </summary>
internal sealed class VtParser(Screen screen)
{
    private const int Bell = 0x07;
    private const int Cancel = 0x18;
    private const int Substitute = 0x1a;
    private const int Escape = 0x1b;
    private const int Delete = 0x7f;
    private const int StringTerminator = 0x9c;
    private const int NotControl = 0xa0;

    private readonly Parameters _parameters = new();
    private readonly Unfinished _unfinished = new();

    private ParserState _state;
    private Utf8Reader _utf8;
    private int _collected;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[(_utf8.IsInside ? TakeUtf8(bytes[0]) : _state == ParserState.Ground ? TakeGround(bytes) : TakeInside(bytes))..];
    }

    /// <summary>Neither a sequence nor a character has begun.</summary>
    public bool IsBetween => _state == ParserState.Ground && !_utf8.IsInside;

    /// <summary>What another terminal must be sent to stand where this parser stands.</summary>
    public void WriteUnfinished(List<byte> output)
    {
        if (_state != ParserState.Ground)
            output.AddRange(_unfinished.IsTooLong ? Swallowing(_state) : _unfinished.Bytes);
        Span<byte> pending = stackalloc byte[3];
        output.AddRange(pending[.._utf8.Pending(pending)]);
    }

    /// <summary>Back to the beginning, as RIS asks.</summary>
    public void Reset()
    {
        _state = ParserState.Ground;
        _parameters.Clear();
        _collected = 0;
    }

    /// <returns>Bytes taken.</returns>
    private int TakeGround(ReadOnlySpan<byte> bytes)
    {
        var first = bytes[0];
        if (first >= 0x80)
            return TakeCharacter(bytes);
        if (first is >= 0x20 and < Delete)
        {
            var run = Run(bytes, Delete - 1);
            screen.PrintAscii(bytes[..run]);
            return run;
        }
        if (first != Escape)
            TakeGround(first);
        else if (TakeWholeCsi(bytes) is var length and > 0)
            return length;
        else
            Take(first);
        return 1;
    }

    /// <summary>Inside a sequence. Strings are taken in runs.</summary>
    /// <returns>Bytes taken.</returns>
    private int TakeInside(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] >= 0x80)
            return TakeUtf8(bytes[0]);
        var run = _state is ParserState.OscText or ParserState.DcsData or ParserState.Skipped ? Run(bytes, Delete) : 0;
        if (run > 0)
        {
            _unfinished.Add(bytes[..run]);
            return run;
        }
        Take((int)bytes[0]);
        return 1;
    }

    /// <summary>A character that is there as a whole needs no putting together.</summary>
    private int TakeCharacter(ReadOnlySpan<byte> bytes)
    {
        if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) != OperationStatus.Done || rune.Value is < NotControl or 0xfeff)
            return TakeUtf8(bytes[0]);
        screen.Print(rune.Value);
        return length;
    }

    /// <summary>The usual control sequence: there as a whole, with nothing but numbers and perhaps a prefix in it.</summary>
    /// <returns>Its length; 0: it is another one, nothing was taken.</returns>
    private int TakeWholeCsi(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 3 || bytes[1] != '[')
            return 0;
        var at = 2;
        var prefix = 0;
        if (bytes[at] is >= 0x3c and <= 0x3f)
            prefix = bytes[at++] << 8;
        _parameters.Clear();
        for (; at < bytes.Length; at++)
        {
            var next = bytes[at];
            if (next is >= 0x30 and < 0x3c)
            {
                _parameters.Take(next);
                continue;
            }
            if (next is < 0x40 or >= Delete)
                return 0;
            screen.EndRun();
            screen.TakeCsi(prefix | next, _parameters);
            screen.EndSequence();
            return at + 1;
        }
        return 0;
    }

    private static int Run(ReadOnlySpan<byte> bytes, byte last)
    {
        var end = bytes.IndexOfAnyExceptInRange((byte)0x20, last);
        return end < 0 ? bytes.Length : end;
    }

    private static ReadOnlySpan<byte> Swallowing(ParserState state) => state switch
    {
        ParserState.OscText => "\e]!"u8,
        ParserState.DcsEntry or ParserState.DcsParameter or ParserState.DcsIntermediate or ParserState.DcsIgnore or ParserState.DcsData => "\eP0<"u8,
        ParserState.Skipped => "\e_"u8,
        _ => "\e[0<"u8,
    };

    private int TakeUtf8(byte next)
    {
        if (!_utf8.Take(next, out var codePoint))
            return 0;
        if (codePoint >= 0)
            Take(codePoint);
        return 1;
    }

    private void Take(int code)
    {
        switch (code)
        {
            case Escape:
                LeaveString(complete: true);
                Enter(ParserState.Escape, "\e"u8);
                screen.EndRun();
                return;
            case Cancel or Substitute when _state is ParserState.OscText or ParserState.DcsData:
                LeaveString(complete: false);
                _state = ParserState.Ground;
                return;
            case StringTerminator:
                LeaveString(complete: true);
                _state = ParserState.Ground;
                screen.EndRun();
                return;
            case Bell when _state == ParserState.OscText:
                LeaveString(complete: true);
                _state = ParserState.Ground;
                return;
            case Cancel or Substitute or (>= 0x80 and < NotControl):
                TakeControl(code);
                return;
        }
        switch (_state)
        {
            case ParserState.Ground:
                TakeGround(code);
                break;
            case ParserState.Escape:
                TakeEscape(code);
                break;
            case ParserState.EscapeIntermediate:
                TakeEscapeIntermediate(code);
                break;
            case ParserState.CsiEntry or ParserState.CsiParameter or ParserState.CsiIntermediate or ParserState.CsiIgnore:
                TakeCsi(code);
                break;
            case ParserState.DcsEntry or ParserState.DcsParameter or ParserState.DcsIntermediate or ParserState.DcsIgnore:
                TakeDcs(code);
                break;
            case ParserState.DcsData:
                if (code != Delete)
                    Keep(code);
                break;
            case ParserState.OscText:
                if (code >= 0x20)
                    Keep(code);
                break;
            case ParserState.Skipped:
                break;
        }
    }

    /// <summary>A string ends: an operating system command takes effect.</summary>
    private void LeaveString(bool complete)
    {
        if (_state == ParserState.OscText)
        {
            if (complete && !_unfinished.IsTooLong)
                screen.TakeOsc(_unfinished.Bytes[2..]);
            screen.EndSequence();
        }
        else if (_state == ParserState.DcsData)
            screen.EndSequence();
    }

    /// <summary>CAN, SUB and the C1 controls, which work in every state.</summary>
    private void TakeControl(int code)
    {
        screen.EndRun();
        switch (code)
        {
            case 0x90:
                Enter(ParserState.DcsEntry, "\eP"u8);
                break;
            case 0x98 or 0x9e or 0x9f:
                Enter(ParserState.Skipped, code == 0x98 ? "\eX"u8 : code == 0x9e ? "\e^"u8 : "\e_"u8);
                break;
            case 0x9b:
                Enter(ParserState.CsiEntry, "\e["u8);
                break;
            case 0x9d:
                Enter(ParserState.OscText, "\e]"u8);
                break;
            default:
                _state = ParserState.Ground;
                screen.Execute(code);
                break;
        }
    }

    private void Enter(ParserState state, ReadOnlySpan<byte> introducer)
    {
        _state = state;
        _unfinished.Start(introducer);
        _parameters.Clear();
        _collected = 0;
    }

    private void TakeGround(int code)
    {
        if (code >= 0x20 && code != Delete)
        {
            screen.Print(code);
            return;
        }
        screen.EndRun();
        if (code != Delete)
            screen.Execute(code);
    }

    private void TakeEscape(int code)
    {
        switch (code)
        {
            case < 0x20:
                screen.Execute(code);
                break;
            case Delete:
                break;
            case < 0x30:
                Collect(code, ParserState.EscapeIntermediate);
                break;
            case 'P':
                Enter(ParserState.DcsEntry, "\eP"u8);
                break;
            case 'X' or '^' or '_':
                Enter(ParserState.Skipped, code == 'X' ? "\eX"u8 : code == '^' ? "\e^"u8 : "\e_"u8);
                break;
            case '[':
                Enter(ParserState.CsiEntry, "\e["u8);
                break;
            case ']':
                Enter(ParserState.OscText, "\e]"u8);
                break;
            default:
                DispatchEscape(code);
                break;
        }
    }

    private void TakeEscapeIntermediate(int code)
    {
        if (code < 0x20)
            screen.Execute(code);
        else if (code < 0x30)
            Collect(code, ParserState.EscapeIntermediate);
        else if (code != Delete)
            DispatchEscape(code);
    }

    private void DispatchEscape(int code)
    {
        _state = ParserState.Ground;
        if (code > Delete)
            return;
        screen.TakeEscape(Function(code));
        screen.EndSequence();
    }

    private void TakeCsi(int code)
    {
        switch (code)
        {
            case < 0x20:
                screen.Execute(code);
                break;
            case Delete:
                break;
            case > Delete:
                _state = _state == ParserState.CsiIgnore ? _state : ParserState.Ground;
                break;
            case >= 0x40:
                DispatchCsi(code);
                break;
            case var _ when _state == ParserState.CsiIgnore:
                break;
            case < 0x30:
                Collect(code, ParserState.CsiIntermediate);
                break;
            case var _ when _state == ParserState.CsiIntermediate:
                Keep(code);
                _state = ParserState.CsiIgnore;
                break;
            case < 0x3c:
                Keep(code);
                _parameters.Take(code);
                _state = ParserState.CsiParameter;
                break;
            case var _ when _state == ParserState.CsiEntry:
                Collect(code, ParserState.CsiParameter);
                break;
            default:
                Keep(code);
                _state = ParserState.CsiIgnore;
                break;
        }
    }

    private void DispatchCsi(int code)
    {
        var ignored = _state == ParserState.CsiIgnore;
        _state = ParserState.Ground;
        if (ignored)
            return;
        screen.TakeCsi(Function(code), _parameters);
        screen.EndSequence();
    }

    private void TakeDcs(int code)
    {
        switch (code)
        {
            case < 0x20 or Delete:
                break;
            case > Delete:
                _state = _state == ParserState.DcsIgnore ? _state : ParserState.Ground;
                break;
            case var _ when _state == ParserState.DcsIgnore:
                break;
            case >= 0x40:
                Keep(code);
                _state = ParserState.DcsData;
                break;
            case < 0x30:
                Collect(code, ParserState.DcsIntermediate);
                break;
            case var _ when _state == ParserState.DcsIntermediate || (code >= 0x3c && _state == ParserState.DcsParameter):
                Keep(code);
                _state = ParserState.DcsIgnore;
                break;
            default:
                Keep(code);
                _state = ParserState.DcsParameter;
                break;
        }
    }

    private void Collect(int code, ParserState state)
    {
        Keep(code);
        _collected = (_collected << 8) | code;
        _state = state;
    }

    /// <summary>Prefix, intermediates and final byte in one number, the final byte lowest.</summary>
    private int Function(int final) => (_collected << 8) | final;

    private void Keep(int code)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (code >= 0x80)
        {
            _unfinished.Add(bytes[..new Rune(code).EncodeToUtf8(bytes)]);
            return;
        }
        bytes[0] = (byte)code;
        _unfinished.Add(bytes[..1]);
    }
}
