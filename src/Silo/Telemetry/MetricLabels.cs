using System.Globalization;
using System.Text;

namespace SessionShare.Silo.Telemetry;

/// <summary>Labels as the page has them: <c>a="b",c="d"</c>, by name.</summary>
internal static class MetricLabels
{
    /// <summary>Characters of a key that is looked up without being made.</summary>
    public const int KeyLength = 512;

    /// <summary>Writes tags in the order in which they were given; false when they are too long to be looked up so.</summary>
    public static bool TryKey(ReadOnlySpan<KeyValuePair<string, object?>> tags, Span<char> key, out int length)
    {
        length = 0;
        foreach (var (name, value) in tags)
        {
            if (!key[length..].TryWrite(CultureInfo.InvariantCulture, $"{name}\u0001{value}\u0002", out var written))
                return false;
            length += written;
        }

        return true;
    }

    /// <summary>The labels of tags.</summary>
    public static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal))
            text.Append(text.Length > 0 ? "," : "").Append(MetricNames.Plain(name)).Append("=\"").Append(Escape(TextOf(value))).Append('"');
        return text.ToString();
    }

    private static string TextOf(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
