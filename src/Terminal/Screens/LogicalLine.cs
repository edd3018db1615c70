namespace SessionShare.Terminal;

/// <summary>A line of text that the edge of the screen has cut into several rows.</summary>
/// <param name="rows">The rows, at least one.</param>
/// <param name="columns">Columns at which the line was cut.</param>
internal sealed class LogicalLine(Row[] rows, int columns)
{
    private readonly Row[] _rows = rows;
    private readonly int _columns = columns;

    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>Fills rows that have become wider.</summary>
    /// <returns>The rows that are still needed.</returns>
    public IEnumerable<Row> FlowTogether(int columns)
    {
        var text = Text();
        var lengths = Lengths(text, columns);
        var needed = Math.Max(1, Math.Min(_rows.Length, lengths.Count));
        Place(text, lengths, _rows, columns, clearRest: true);
        while (needed > 1 && _rows[needed - 1].ContentLength == 0)
            needed--;
        return _rows.Take(needed);
    }

    /// <summary>Fills rows that are about to become narrower.</summary>
    /// <returns>The rows that the line needs beyond those it has; and by how many it needs more, negative where it leaves some of its rows unused.</returns>
    public (List<Row> Further, int Growth) FlowApart(int columns)
    {
        var text = Text();
        var lengths = Lengths(text, columns);
        var further = new List<Row>();
        for (var count = _rows.Length; count < lengths.Count; count++)
            further.Add(new Row(columns, Cell.Blank) { IsWrapped = true });
        Place(text, lengths, [.. _rows, .. further], columns, clearRest: false);
        return (further, lengths.Count - _rows.Length);
    }

    /// <summary>Row lengths: all full but the last, and one cell less where a wide character would be cut.</summary>
    private static List<int> Lengths(List<Cell> text, int columns)
    {
        var lengths = new List<int>();
        for (var at = 0; at < text.Count;)
        {
            var length = Math.Min(columns, text.Count - at);
            if (length == columns && text[at + length - 1].Width == 2)
                length--;
            lengths.Add(length);
            at += length;
        }
        return lengths;
    }

    private static void Place(List<Cell> text, List<int> lengths, Row[] rows, int columns, bool clearRest)
    {
        var at = 0;
        for (var index = 0; index < rows.Length && index < lengths.Count; index++)
        {
            var cells = rows[index].Cells;
            for (var column = 0; column < lengths[index]; column++)
                cells[column] = text[at++];
            if (lengths[index] == columns)
                continue;
            if (clearRest && index == lengths.Count - 1)
                rows[index].BreakWideBefore(lengths[index], Cell.Blank);
            cells[lengths[index]..(clearRest ? columns : lengths[index] + 1)].Fill(Cell.Blank);
        }
    }

    private List<Cell> Text()
    {
        var text = new List<Cell>(_rows.Length * _columns);
        for (var index = 0; index < _rows.Length; index++)
            text.AddRange(_rows[index].Cells[..Math.Min(LengthOf(index), _rows[index].Columns)]);
        // A row that was cut inside a wide character gets the right half back.
        if (_rows[^1].ContentLength > _rows[^1].Columns)
            text.Add(new Cell(Glyph.RightHalf, RenditionTable.Plain));
        return text;
    }

    /// <summary>The last cell of a row stands empty where a wide character did not fit any more.</summary>
    private int LengthOf(int index)
    {
        if (index == _rows.Length - 1)
            return _rows[index].ContentLength;
        var last = _rows[index][_columns - 1];
        return !last.HasContent && last.Width == 1 && _rows[index + 1][0].Width == 2 ? _columns - 1 : _columns;
    }
}
