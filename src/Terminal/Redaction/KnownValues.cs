using System.Buffers;
using System.Text;

namespace SessionShare.Terminal.Redaction;

/// <summary>Secrets that are known as they are. One of several lines is as many, each by itself.</summary>
internal sealed class KnownValues
{
    /// <summary>A shorter one would be found everywhere.</summary>
    public const int Shortest = 8;

    /// <summary>Of a longer one so much is looked for; the rest of its line goes with it.</summary>
    public const int Longest = 512;

    private readonly string[] _values;
    private readonly SearchValues<string>? _search;

    public KnownValues(IEnumerable<string> values)
    {
        // As the bytes of UTF-8 that the output holds, one a character.
        _values = [.. values.SelectMany(value => value.Split(['\n', '\r'])).Select(line => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(line.Trim())))
            .Where(line => line.Length >= Shortest).Select(line => line.Length > Longest ? line[..Longest] : line).Distinct().OrderByDescending(line => line.Length)];
        _search = _values.Length > 0 ? SearchValues.Create(_values, StringComparison.Ordinal) : null;
    }

    /// <returns>Where the next one begins, from a place on; -1: there is none.</returns>
    public int Find(ReadOnlySpan<char> text, int from) =>
        _search is not null && text[from..].IndexOfAny(_search) is var at and >= 0 ? from + at : -1;

    public Verdict Look(ReadOnlySpan<char> text, int at)
    {
        foreach (var value in _values)
        {
            if (text[at..].StartsWith(value))
                return Verdict.Secret(at, value.Length == Longest ? SecretTail.While(Shape.NoSpace) : SecretTail.Of(value.Length));
        }
        return Verdict.Nothing;
    }

    /// <summary>The earliest place from which the rest of the text may be the beginning of one.</summary>
    /// <param name="from">From here on.</param>
    public Verdict Unfinished(ReadOnlySpan<char> text, int from)
    {
        var open = Verdict.Nothing;
        foreach (var value in _values)
        {
            var last = Math.Max(from, text.Length - value.Length + 1);
            for (var at = IndexOf(text, value[0], last); at >= 0; at = IndexOf(text, value[0], at + 1))
            {
                if (!value.AsSpan().StartsWith(text[at..]))
                    continue;
                var isLikely = (text.Length - at) * 2 >= value.Length;
                if (open.Finding == Finding.Nothing || at < open.From)
                    open = Verdict.Open(at, isLikely);
                break;
            }
        }
        return open;
    }

    private static int IndexOf(ReadOnlySpan<char> text, char first, int from) =>
        from < text.Length && text[from..].IndexOf(first) is var at and >= 0 ? from + at : -1;
}
