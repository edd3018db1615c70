using System.Runtime.InteropServices;
using System.Text;

namespace SessionShare.Terminal.Redaction;

/// <summary>
/// Output that has not been let go, byte for byte, and its text: without escape sequences, one character a byte, with some of what went before. Knows where each
/// character of the text stands.
/// </summary>
internal sealed class HeldOutput
{
    private const byte Mark = (byte)'*';

    /// <summary>Stands in for a byte of a character that was hidden and had more bytes than columns; left out when it is let go. No UTF-8 has it.</summary>
    private const byte Filler = 0xff;

    private readonly List<(int Text, int Raw)> _runs = [];
    private byte[] _raw = new byte[1024];
    private int _rawCount;
    private char[] _text = new char[1024];
    private int _textCount;
    private int _heldFrom;
    private int _wideAt = -1;
    private bool _hasFillers;

    /// <summary>Text that may be looked at: first what was let go already.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _textCount);

    /// <summary>Where in the text that begins which has not been let go.</summary>
    public int HeldFrom => _heldFrom;

    public int RawCount => _rawCount;

    public void AddText(ReadOnlySpan<byte> text)
    {
        if (_runs.Count == 0 || _runs[^1].Raw + _textCount - _runs[^1].Text != _rawCount)
            _runs.Add((_textCount, _rawCount));
        AddRaw(text);
        Grow(ref _text, _textCount, text.Length);
        Encoding.Latin1.GetChars(text, _text.AsSpan(_textCount));
        _textCount += text.Length;
    }

    /// <summary>Bytes that are no text.</summary>
    public void AddRaw(ReadOnlySpan<byte> bytes)
    {
        Grow(ref _raw, _rawCount, bytes.Length);
        bytes.CopyTo(_raw.AsSpan(_rawCount));
        _rawCount += bytes.Length;
    }

    /// <summary>The cursor has gone elsewhere: what comes does not belong to what was.</summary>
    public void AddBreak()
    {
        _runs.Add((_textCount, _rawCount));
        Grow(ref _text, _textCount, 1);
        _text[_textCount++] = Shape.Break;
    }

    /// <summary>The bytes from a place on.</summary>
    public ReadOnlySpan<byte> RawFrom(int raw) => _raw.AsSpan(raw, _rawCount - raw);

    /// <summary>Puts other bytes, not text, in place of those from a place on.</summary>
    public void ReplaceFrom(int raw, ReadOnlySpan<byte> bytes)
    {
        _rawCount = raw;
        AddRaw(bytes);
    }

    /// <summary>Puts marks in place of characters, as many as they have columns, as far as they have not been let go.</summary>
    /// <param name="showsLayout">Spaces and dashes stay; control characters always do.</param>
    public void Hide(int from, int to, bool showsLayout)
    {
        from = Math.Max(from, _heldFrom);
        for (var run = from < to ? RunOf(from) : 0; from < to; run++)
        {
            var end = Math.Min(to, run + 1 < _runs.Count ? _runs[run + 1].Text : _textCount);
            for (; from < end; from++)
            {
                var character = _text[from];
                if (character is >= ' ' and <= '\u00ff' and not '\u007f' && !(showsLayout && character is ' ' or '-'))
                    Hide(_runs[run].Raw + from - _runs[run].Text);
            }
        }
    }

    /// <summary>Lets bytes go.</summary>
    /// <param name="text">Those that stand before this character; all, where it is the text's end.</param>
    /// <param name="raw">And before this byte.</param>
    /// <param name="unneeded">The text's first so many characters are forgotten, if they are gone.</param>
    /// <returns>How many bytes went.</returns>
    public int Release(int text, int raw, int unneeded, Redactor.Output to)
    {
        var end = Math.Min(raw, text >= _textCount ? _rawCount : RawOf(text));
        if (end > 0)
            to(WithoutFillers(_raw.AsSpan(0, end)));
        _raw.AsSpan(end, _rawCount - end).CopyTo(_raw);
        _rawCount -= end;
        Forget(Math.Min(text, _textCount), end, unneeded);
        return end;
    }

    private void Forget(int text, int raw, int unneeded)
    {
        var dropped = Math.Min(text, unneeded);
        _heldFrom = text - dropped;
        Shift(text, raw, dropped);
        _text.AsSpan(dropped, _textCount - dropped).CopyTo(_text);
        _textCount -= dropped;
        if (_wideAt >= 0)
            _wideAt = _wideAt >= raw ? _wideAt - raw : -1;
    }

    /// <summary>The runs as they stand behind what was let go.</summary>
    private void Shift(int text, int raw, int dropped)
    {
        if (text >= _textCount)
        {
            _runs.Clear();
            return;
        }
        var first = RunOf(text);
        _runs[first] = (text, _runs[first].Raw + text - _runs[first].Text);
        _runs.RemoveRange(0, first);
        foreach (ref var run in CollectionsMarshal.AsSpan(_runs))
            run = (run.Text - dropped, run.Raw - raw);
    }

    private int RawOf(int text)
    {
        var run = _runs[RunOf(text)];
        return run.Raw + text - run.Text;
    }

    /// <summary>The run that a held character stands in.</summary>
    private int RunOf(int text)
    {
        var (low, high) = (0, _runs.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_runs[middle].Text <= text)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    private void Hide(int at)
    {
        // Hidden already: no text has such a byte.
        if (_raw[at] == Filler)
            return;
        var isInside = (_raw[at] & 0xc0) == 0x80;
        var width = 1;
        if (_raw[at] >= 0xc0 && Rune.DecodeFromUtf8(_raw.AsSpan(at, _rawCount - at), out var rune, out _) == System.Buffers.OperationStatus.Done)
            width = CharacterWidth.Of(rune.Value);
        if (width == 2)
            _wideAt = at + 1;
        var isShown = isInside ? at == _wideAt : width > 0;
        _raw[at] = isShown ? Mark : Filler;
        _hasFillers |= !isShown;
    }

    private Span<byte> WithoutFillers(Span<byte> bytes)
    {
        if (!_hasFillers)
            return bytes;
        var count = 0;
        foreach (var one in bytes)
        {
            if (one != Filler)
                bytes[count++] = one;
        }
        _hasFillers = bytes.Length < _rawCount;
        return bytes[..count];
    }

    private static void Grow<T>(ref T[] array, int count, int more)
    {
        if (count + more > array.Length)
            Array.Resize(ref array, Math.Max(count + more, array.Length * 2));
    }
}
