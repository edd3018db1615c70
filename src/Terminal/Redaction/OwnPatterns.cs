using System.Text;
using System.Text.RegularExpressions;

namespace SessionShare.Terminal.Redaction;

/// <summary>
/// A person's own patterns: regular expressions that can't backtrack, so that none takes longer than the text is long. Each is tried on each line by itself; where it
/// has a group, what the first one matches is the secret.
/// </summary>
public sealed class OwnPatterns
{
    private static readonly UTF8Encoding Strict = new(false, true);

    private readonly IReadOnlyList<Regex> _patterns;

    private OwnPatterns(IReadOnlyList<Regex> patterns) => _patterns = patterns;

    /// <summary>There are none.</summary>
    public static OwnPatterns None { get; } = new([]);

    internal bool IsEmpty => _patterns.Count == 0;

    /// <summary>Reads one a line; empty lines, and those that begin with #, are none.</summary>
    /// <returns>The patterns, or the number of the line that is wrong, from 1, and what is.</returns>
    public static (OwnPatterns? Patterns, int Line, string? Fault) Read(IEnumerable<string> lines)
    {
        var (patterns, number) = (new List<Regex>(), 0);
        foreach (var line in lines.Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            try
            {
                patterns.Add(new Regex(line, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
            }
            catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
            {
                return (null, number, fault.Message);
            }
        }
        return (new OwnPatterns(patterns), 0, null);
    }

    /// <summary>Finds the secrets of a line.</summary>
    /// <param name="line">Bytes of UTF-8, one a character.</param>
    /// <param name="found">Told where each begins in it and ends.</param>
    internal void Find(ReadOnlySpan<char> line, Action<int, int> found)
    {
        if (Ascii.IsValid(line))
            Find(line, found, static (_, at) => at);
        else if (Text(line) is { } text)
            Find(text, found, static (line, at) => Encoding.UTF8.GetByteCount(line[..at]));
        else
            Find(line, found, static (_, at) => at);
    }

    private delegate int Place(ReadOnlySpan<char> line, int at);

    private void Find(ReadOnlySpan<char> line, Action<int, int> found, Place place)
    {
        foreach (var pattern in _patterns)
        {
            foreach (var match in pattern.EnumerateMatches(line))
            {
                if (match.Length == 0)
                    continue;
                var (from, to) = Secret(pattern, line, match.Index, match.Length);
                if (to > from)
                    found(place(line, from), place(line, to));
            }
        }
    }

    private static (int From, int To) Secret(Regex pattern, ReadOnlySpan<char> line, int from, int length)
    {
        if (pattern.GetGroupNumbers().Length < 2)
            return (from, from + length);
        var group = pattern.Match(line.ToString(), from).Groups[1];
        return group.Success ? (group.Index, group.Index + group.Length) : (from, from + length);
    }

    private static string? Text(ReadOnlySpan<char> line)
    {
        var bytes = new byte[line.Length];
        for (var at = 0; at < bytes.Length; at++)
        {
            if (line[at] == Shape.Break)
                return null;
            bytes[at] = (byte)line[at];
        }
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
