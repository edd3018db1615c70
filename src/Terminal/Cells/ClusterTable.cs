namespace SessionShare.Terminal;

/// <summary>
/// Characters with combining ones upon them, as a tree: each entry is one more code point upon a character or upon an entry. Bounded in depth
/// and in entries: a combining character that does not fit is dropped.
/// </summary>
internal sealed class ClusterTable
{
    /// <summary>Code points of one cell. The longest emoji sequences have 10; what piles up more is dropped.</summary>
    public const int MaxLength = 32;

    /// <summary>Entries in all, some 10 MiB.</summary>
    public const int Limit = 128 * 1024;

    private readonly Dictionary<(uint Below, int CodePoint), int> _numbers = [];
    private readonly List<(uint Below, int CodePoint, int Length)> _entries = [];

    public int Count => _entries.Count;

    public bool IsFull => Count >= Limit;

    /// <summary>Puts a code point upon a glyph.</summary>
    /// <returns>The glyph of both, of the same width; the glyph as it was where it does not fit.</returns>
    public uint Join(uint glyph, int codePoint)
    {
        var width = glyph & ~Glyph.Content;
        var below = glyph & Glyph.Content;
        if (below == 0)
            return (uint)codePoint | Glyph.Empty;
        if (_numbers.TryGetValue((below, codePoint), out var number))
            return width | Glyph.Cluster | (uint)number;
        var length = (below & Glyph.Cluster) != 0 ? _entries[(int)(below & Glyph.Value)].Length + 1 : 2;
        if (length > MaxLength || IsFull)
            return glyph;
        number = _entries.Count;
        _entries.Add((below, codePoint, length));
        _numbers.Add((below, codePoint), number);
        return width | Glyph.Cluster | (uint)number;
    }

    /// <summary>The glyph's code points, in the order they came.</summary>
    /// <param name="codePoints">At least <see cref="MaxLength"/> long.</param>
    /// <returns>How many.</returns>
    public int CodePoints(uint glyph, Span<int> codePoints)
    {
        var content = glyph & Glyph.Content;
        if (content == 0)
            return 0;
        var length = (content & Glyph.Cluster) != 0 ? _entries[(int)(content & Glyph.Value)].Length : 1;
        for (var at = length - 1; at > 0; at--)
        {
            var entry = _entries[(int)(content & Glyph.Value)];
            codePoints[at] = entry.CodePoint;
            content = entry.Below;
        }
        codePoints[0] = (int)content;
        return length;
    }
}
