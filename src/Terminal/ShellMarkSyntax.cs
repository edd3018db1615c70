using System.Globalization;
using System.Text;

namespace SessionShare.Terminal;

/// <summary>Reads a mark's text after the nonce; the form stands at <see cref="ShellMarks"/>.</summary>
internal static class ShellMarkSyntax
{
    /// <param name="text">KIND ; FIELD=VALUE ; ... and the mark's end.</param>
    /// <returns>Null where the text is not of the form.</returns>
    public static ShellMark? Parse(ReadOnlySpan<byte> text)
    {
        text = text.EndsWith("\a"u8) ? text[..^1] : text[..^2];
        if (text.Length < 2 || text[1] != ';' || ReadFields(text[2..]) is not { } fields)
            return null;
        var block = Number(fields, 'n', long.MaxValue);
        return text[0] switch
        {
            (byte)'P' when fields.TryGetValue('d', out var directory) => new PromptShown(directory),
            (byte)'C' when block > 0 && fields.TryGetValue('d', out var directory) =>
                new CommandStarted(block.Value, fields.GetValueOrDefault('c'), fields.GetValueOrDefault('h'), directory),
            (byte)'E' when block > 0 && Number(fields, 'x', 255) is { } code => new CommandEnded(block.Value, (int)code),
            (byte)'U' when fields.TryGetValue('v', out var version) => new ShellTooOld(version),
            _ => null,
        };
    }

    private static Dictionary<char, string>? ReadFields(ReadOnlySpan<byte> text)
    {
        var fields = new Dictionary<char, string>();
        foreach (var range in text.Split((byte)';'))
        {
            var field = text[range];
            if (field.Length < 2 || field[1] != '=' || Unescape(field[2..]) is not { } value || !fields.TryAdd((char)field[0], value))
                return null;
        }
        return fields;
    }

    private static long? Number(Dictionary<char, string> fields, char name, long highest) =>
        fields.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= highest
            ? number
            : null;

    private static string? Unescape(ReadOnlySpan<byte> value)
    {
        var plain = new byte[value.Length];
        var length = 0;
        while (!value.IsEmpty)
        {
            if (value[0] != '\\')
            {
                plain[length++] = value[0];
                value = value[1..];
                continue;
            }
            if (value.Length < 4 || value[1] != 'x' || !byte.TryParse(value[2..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out plain[length]))
                return null;
            length++;
            value = value[4..];
        }
        return Encoding.UTF8.GetString(plain, 0, length);
    }
}
