namespace SessionShare.Terminal;

/// <summary>One row of cells, and what inserting and erasing does to wide characters at its edges.</summary>
internal sealed class Row(int columns, Cell fill)
{
    private Cell[] _cells = Filled(columns, fill);

    /// <summary>The row continues the one above: text ran over its end.</summary>
    public bool IsWrapped { get; set; }

    public int Columns => _cells.Length;

    public Span<Cell> Cells => _cells;

    public Cell this[int column]
    {
        get => _cells[column];
        set => _cells[column] = value;
    }

    /// <summary>Columns up to the last character.</summary>
    public int ContentLength
    {
        get
        {
            for (var column = _cells.Length - 1; column >= 0; column--)
                if (_cells[column].HasContent)
                    return column + _cells[column].Width;
            return 0;
        }
    }

    public void Clear(Cell fill, bool wrapped = false)
    {
        _cells.AsSpan().Fill(fill);
        IsWrapped = wrapped;
    }

    public void Resize(int columns, Cell fill)
    {
        var before = _cells.Length;
        if (before == columns)
            return;
        Array.Resize(ref _cells, columns);
        if (columns > before)
            _cells.AsSpan(before).Fill(fill);
    }

    /// <summary>Moves what stands at a column and behind it to the right; what leaves the row is lost.</summary>
    public void Insert(int column, int count, Cell fill)
    {
        column %= _cells.Length;
        BreakWideBefore(column, fill);
        count = Math.Min(count, _cells.Length - column);
        var rest = _cells.AsSpan(column);
        rest[..^count].CopyTo(rest[count..]);
        rest[..count].Fill(fill);
        if (_cells[^1].Width == 2)
            _cells[^1] = fill;
    }

    /// <summary>Takes cells out and draws the rest of the row up to them.</summary>
    public void Delete(int column, int count, Cell fill)
    {
        column %= _cells.Length;
        count = Math.Min(count, _cells.Length - column);
        var rest = _cells.AsSpan(column);
        rest[count..].CopyTo(rest);
        rest[^count..].Fill(fill);
        BreakWideBefore(column, fill);
        if (_cells[column].IsRightHalf)
            _cells[column] = fill;
    }

    public void Erase(int start, int end, Cell fill)
    {
        BreakWideBefore(start, fill);
        if (end < _cells.Length && _cells[end - 1].Width == 2)
            _cells[end] = fill;
        end = Math.Min(end, _cells.Length);
        if (start < end)
            _cells.AsSpan(start..end).Fill(fill);
    }

    /// <summary>Erases what is not protected.</summary>
    public void EraseUnprotected(int start, int end, Cell fill, RenditionTable renditions)
    {
        if (start > 0 && start <= _cells.Length && _cells[start - 1].Width == 2 && !IsProtected(start - 1))
            _cells[start - 1] = fill;
        if (end < _cells.Length && _cells[end - 1].Width == 2 && !IsProtected(end))
            _cells[end] = fill;
        for (var column = start; column < Math.Min(end, _cells.Length); column++)
            if (!IsProtected(column))
                _cells[column] = fill;

        bool IsProtected(int column) => renditions[_cells[column].Rendition].Protected;
    }

    /// <summary>A wide character whose right half is about to change becomes empty.</summary>
    public void BreakWideBefore(int column, Cell fill)
    {
        if (column > 0 && column <= _cells.Length && _cells[column - 1].Width == 2)
            _cells[column - 1] = fill;
    }

    private static Cell[] Filled(int columns, Cell fill)
    {
        var cells = new Cell[columns];
        cells.AsSpan().Fill(fill);
        return cells;
    }
}
