using System.Globalization;
using System.Text;

namespace SessionShare.Terminal;

/// <summary>The three ways in which marks write text. What is written wrongly stands as it is.</summary>
internal static class ShellHintText
{
    /// <summary>%XX, each one byte of UTF-8.</summary>
    public static string UnescapePercent(string text) => Bytes(text, (rest, bytes) =>
    {
        if (rest[0] != '%' || !TryHex(rest, 1, 2, out var code))
            return 0;
        bytes.Add((byte)code);
        return 3;
    });

    /// <summary>`\\` and `\xHH`, each one byte of UTF-8.</summary>
    public static string Unescape(string text) => Bytes(text, (rest, bytes) =>
    {
        if (rest.StartsWith(@"\\"))
        {
            bytes.Add((byte)'\\');
            return 2;
        }
        if (!rest.StartsWith(@"\x") || !TryHex(rest, 2, 2, out var code))
            return 0;
        bytes.Add((byte)code);
        return 4;
    });

    /// <summary>A word as bash's `%q` writes it: `\c`, `'...'`, `"..."`, `$'...'`.</summary>
    public static string Unquote(string text)
    {
        var quote = '\0';
        return Bytes(text, (rest, bytes) =>
        {
            switch (quote)
            {
                case '\'' when rest[0] == '\'':
                case '"' when rest[0] == '"':
                case '$' when rest[0] == '\'':
                    quote = '\0';
                    return 1;
                case '\'':
                    return 0;
                case '$':
                    return rest[0] == '\\' ? TakeAnsi(rest, bytes) : 0;
                case '\0' when rest.StartsWith("$'"):
                    quote = '$';
                    return 2;
                case '\0' when rest[0] is '\'' or '"':
                    quote = rest[0];
                    return 1;
                default:
                    return rest[0] == '\\' && rest.Length > 1 ? TakePlain(rest[1..], bytes) + 1 : 0;
            }
        });
    }

    private delegate int Take(ReadOnlySpan<char> rest, List<byte> bytes);

    /// <param name="text">What is read.</param>
    /// <param name="take">Takes what is escaped at the start and answers how many characters that was; 0: none, the first stands for itself.</param>
    private static string Bytes(string text, Take take)
    {
        var bytes = new List<byte>(text.Length);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var taken = take(rest, bytes);
            rest = rest[(taken > 0 ? taken : TakePlain(rest, bytes))..];
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static int TakePlain(ReadOnlySpan<char> rest, List<byte> bytes)
    {
        Rune.DecodeFromUtf16(rest, out var rune, out var length);
        Add(rune, bytes);
        return length;
    }

    private static int TakeAnsi(ReadOnlySpan<char> rest, List<byte> bytes)
    {
        if (rest.Length < 2)
            return 0;
        switch (rest[1])
        {
            case >= '0' and <= '7':
                return TakeOctal(rest, bytes);
            case 'x' when HexLength(rest, 2, 2) is var digits and > 0 && TryHex(rest, 2, digits, out var code):
                bytes.Add((byte)code);
                return 2 + digits;
            case 'u' or 'U' when HexLength(rest, 2, rest[1] == 'u' ? 4 : 8) is var digits and > 0 && TryHex(rest, 2, digits, out var code):
                Add(Rune.TryCreate(code, out var rune) ? rune : Rune.ReplacementChar, bytes);
                return 2 + digits;
            case 'c' when rest.Length > 2:
                bytes.Add((byte)(rest[2] & 0x1f));
                return 3;
        }
        var at = "abefnrtvE".IndexOf(rest[1]);
        if (at < 0)
            return TakePlain(rest[1..], bytes) + 1;
        bytes.Add("\a\b\e\f\n\r\t\v\e"u8[at]);
        return 2;
    }

    private static int TakeOctal(ReadOnlySpan<char> rest, List<byte> bytes)
    {
        int at = 1, code = 0;
        for (; at < rest.Length && at <= 3 && rest[at] is >= '0' and <= '7'; at++)
            code = (code * 8) + (rest[at] - '0');
        bytes.Add((byte)code);
        return at;
    }

    private static int HexLength(ReadOnlySpan<char> rest, int from, int most)
    {
        var length = 0;
        while (length < most && from + length < rest.Length && char.IsAsciiHexDigit(rest[from + length]))
            length++;
        return length;
    }

    private static bool TryHex(ReadOnlySpan<char> rest, int from, int digits, out int code)
    {
        code = 0;
        return rest.Length >= from + digits && HexLength(rest, from, digits) == digits
            && int.TryParse(rest.Slice(from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
    }

    private static void Add(Rune rune, List<byte> bytes)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var length = rune.EncodeToUtf8(utf8);
        foreach (var one in utf8[..length])
            bytes.Add(one);
    }
}
