namespace SessionShare.Terminal;

public sealed partial class Screen
{
    private RenditionTable _renditions = new();
    private ClusterTable _clusters = new();
    private LinkTable _links = new();

    private Rendition _pen;

    // -1: not looked up yet.
    private int _penNumber;
    private int _eraseNumber;

    private const int RefusalsBetween = 32 * 1024;
    private int _refusalsLeft;

    private void SetPen(in Rendition pen)
    {
        _pen = pen;
        _penNumber = _eraseNumber = -1;
    }

    private int PenNumber() => _penNumber >= 0 ? _penNumber : _penNumber = NumberOf(_pen);

    /// <summary>An empty cell that looks as text would.</summary>
    private Cell PenFill() => new(Glyph.Empty, PenNumber());

    /// <summary>An empty cell with the background's colour alone, as erasing and scrolling leave them.</summary>
    private Cell EraseFill()
    {
        if (_eraseNumber < 0)
            _eraseNumber = NumberOf(_pen.Erased);
        return new Cell(Glyph.Empty, _eraseNumber);
    }

    private int NumberOf(in Rendition rendition)
    {
        if (_renditions.IsFull)
            CompactWhenDue();
        return _renditions.NumberOf(rendition);
    }

    /// <summary>A table is full. Where the last compaction freed little, some refusals pass before the next: it walks over all cells.</summary>
    private void CompactWhenDue()
    {
        if (--_refusalsLeft > 0)
            return;
        Compact();
        _refusalsLeft = _renditions.Count > RenditionTable.Limit / 4 * 3 || _clusters.Count > ClusterTable.Limit / 4 * 3 || !_links.HasRoom ? RefusalsBetween : 0;
    }

    /// <summary>Drops renditions, clusters and links that nothing on either screen uses, and numbers the rest anew.</summary>
    private void Compact()
    {
        var compaction = new Compaction(_renditions, _clusters, _links);
        compaction.Take(_main);
        compaction.Take(_alternate);
        _pen = compaction.Moved(_pen);
        _main.Saved = _main.Saved with { Pen = compaction.Moved(_main.Saved.Pen) };
        _alternate.Saved = _alternate.Saved with { Pen = compaction.Moved(_alternate.Saved.Pen) };
        (_renditions, _clusters, _links) = (compaction.Renditions, compaction.Clusters, compaction.Links);
        _penNumber = _eraseNumber = -1;
    }
}
