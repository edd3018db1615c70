namespace SessionShare.Terminal;

/// <summary>
/// Puts code points together from UTF-8 bytes, one at a time. Bytes that are no UTF-8, surrogates and U+FEFF yield nothing, as in xterm.js; the byte
/// that breaks a character off is read anew.
/// </summary>
internal struct Utf8Reader
{
    private uint _bytes;
    private byte _have;
    private byte _need;

    /// <summary>A character has begun.</summary>
    public readonly bool IsInside => _have > 0;

    /// <summary>The bytes of a character that has begun.</summary>
    /// <param name="bytes">At least 3 long.</param>
    /// <returns>How many.</returns>
    public readonly int Pending(Span<byte> bytes)
    {
        for (var at = 0; at < _have; at++)
            bytes[at] = (byte)(_bytes >> (8 * (_have - 1 - at)));
        return _have;
    }

    /// <summary>Takes a byte of 0x80 or more, or any byte while inside a character.</summary>
    /// <param name="codePoint">The character that is complete, else -1.</param>
    /// <returns>False: the byte does not belong to the character begun before, which is dropped; the byte is to be read anew.</returns>
    public bool Take(byte next, out int codePoint)
    {
        codePoint = -1;
        if (_have == 0)
        {
            _need = next switch { >= 0xc0 and < 0xe0 => 2, >= 0xe0 and < 0xf0 => 3, >= 0xf0 and < 0xf8 => 4, _ => 0 };
            if (_need == 0)
                return true;
            _bytes = next;
            _have = 1;
            return true;
        }
        if ((next & 0xc0) != 0x80)
        {
            _have = 0;
            return false;
        }
        _bytes = (_bytes << 8) | next;
        if (++_have < _need)
            return true;
        codePoint = Complete(_bytes, _need);
        _have = 0;
        return true;
    }

    private static int Complete(uint bytes, int length)
    {
        var code = (int)(length switch
        {
            2 => (bytes >> 8 & 0x1f) << 6,
            3 => ((bytes >> 16 & 0x0f) << 12) | ((bytes >> 8 & 0x3f) << 6),
            _ => ((bytes >> 24 & 0x07) << 18) | ((bytes >> 16 & 0x3f) << 12) | ((bytes >> 8 & 0x3f) << 6),
        } | (bytes & 0x3f));
        var valid = length switch
        {
            2 => code >= 0x80,
            3 => code is >= 0x800 and not (>= 0xd800 and <= 0xdfff) and not 0xfeff,
            _ => code is >= 0x1_0000 and <= 0x10_ffff,
        };
        return valid ? code : -1;
    }
}
