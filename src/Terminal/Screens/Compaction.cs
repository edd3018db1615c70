namespace SessionShare.Terminal;

/// <summary>Moves what cells use into tables that hold nothing else.</summary>
internal sealed class Compaction(RenditionTable renditions, ClusterTable clusters, LinkTable links)
{
    private const int NotMoved = -1;

    private readonly int[] _movedRenditions = NoneOf(renditions.Count);
    private readonly Dictionary<uint, uint> _movedClusters = [];
    private readonly int[] _movedLinks = NoneOf(links.Count);

    public RenditionTable Renditions { get; } = new();

    public ClusterTable Clusters { get; } = new();

    public LinkTable Links { get; } = new();

    public void Take(Grid grid)
    {
        for (var index = 0; index < grid.RowCount; index++)
            foreach (ref var cell in grid.RowFromOldest(index).Cells)
                if (cell.Rendition != RenditionTable.Plain || (cell.Glyph & Glyph.Cluster) != 0)
                    cell = new Cell(MovedGlyph(cell.Glyph), MovedNumber(cell.Rendition));
    }

    public Rendition Moved(in Rendition rendition) => rendition with { Link = MovedLink(rendition.Link) };

    private static int[] NoneOf(int count)
    {
        var none = new int[count];
        Array.Fill(none, NotMoved);
        return none;
    }

    private int MovedNumber(int number)
    {
        ref var moved = ref _movedRenditions[number];
        if (moved == NotMoved)
            moved = Renditions.NumberOf(Moved(renditions[number]));
        return moved;
    }

    private int MovedLink(int number)
    {
        ref var moved = ref _movedLinks[number];
        if (moved == NotMoved)
            moved = links[number] is { } link ? Links.NumberOf(link) : LinkTable.None;
        return moved;
    }

    private uint MovedGlyph(uint glyph)
    {
        if ((glyph & Glyph.Cluster) == 0)
            return glyph;
        if (_movedClusters.TryGetValue(glyph, out var moved))
            return moved;
        Span<int> codePoints = stackalloc int[ClusterTable.MaxLength];
        var length = clusters.CodePoints(glyph, codePoints);
        moved = (uint)codePoints[0] | (glyph & ~Glyph.Content);
        foreach (var codePoint in codePoints[1..length])
            moved = Clusters.Join(moved, codePoint);
        return _movedClusters[glyph] = moved;
    }
}
