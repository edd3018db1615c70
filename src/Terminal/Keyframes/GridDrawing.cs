namespace SessionShare.Terminal;

/// <summary>Draws the rows of a grid upon an empty one of the same size, with default modes.</summary>
internal sealed class GridDrawing(Ink ink, Screen screen, KeyframeDetail detail)
{
    // Any wide character: it is overwritten at once.
    private const int Wide = 0x3000;
    private const int Unknown = -1;

    // Where the terminal's cursor is known to be.
    private int _column = Unknown;
    private int _row = Unknown;

    public void Draw(Grid grid)
    {
        for (var row = 1; row < grid.Rows; row++)
            if (grid.Row(row).IsWrapped)
                RunOver(grid.Columns, row);
        for (var row = 0; row < grid.Rows; row++)
            DrawRow(grid, row);
        _column = Unknown;
    }

    /// <summary>Text that runs from one row into the next tells the terminal that they are one line. What stands there is drawn later.</summary>
    private void RunOver(int columns, int row)
    {
        ink.Pen(default);
        ink.Move(columns - 1, row - 1);
        ink.Raw("  "u8);
    }

    private void DrawRow(Grid grid, int row)
    {
        var cells = grid.Row(row).Cells;
        var last = cells.Length - 1;
        if (!cells[last].HasContent && !IsErasable(cells[last]) && !(cells[last].IsRightHalf && cells[last - 1].Width == 2))
            LeaveEmptyAtEnd(last, row, cells[last]);
        for (var column = 0; column <= last;)
        {
            var cell = cells[column];
            if (cell.HasContent && column + cell.Width <= cells.Length)
            {
                DrawCharacter(cell, column, row);
                column += Math.Max(cell.Width, 1);
                continue;
            }
            if (!IsErasable(cell))
            {
                if (column < last)
                    LeaveEmpty(column, row, cell);
                column++;
                continue;
            }
            var end = column + 1;
            while (end <= last && cells[end] == cell)
                end++;
            var touched = (column == 0 && grid.Row(row).IsWrapped) || (end > last && row + 1 < grid.Rows && grid.Row(row + 1).IsWrapped) || IsTouched(cells, column);
            if (touched || cell != Cell.Blank)
                Erase(column, end, row, cell);
            column = end;
        }
    }

    /// <summary>Erasing leaves this.</summary>
    private bool IsErasable(Cell cell) => !cell.HasContent && screen.Inside.RenditionOf(cell) is var rendition && rendition == rendition.Erased;

    /// <summary>The trick that left the cell before it empty wrote over this one, or the one for the end of the row over the last but one.</summary>
    private bool IsTouched(Span<Cell> cells, int column) => (column > 0 && IsTricky(cells[column - 1])) || IsTricky(cells[^1]);

    private bool IsTricky(Cell cell) => !cell.HasContent && !IsErasable(cell);

    private void DrawCharacter(Cell cell, int column, int row)
    {
        MoveTo(column, row);
        Span<int> codePoints = stackalloc int[ClusterTable.MaxLength];
        var characters = codePoints[..screen.Inside.CodePoints(cell, codePoints)];
        ink.Pen(screen.Inside.RenditionOf(cell), again: cell.Width == 0);
        if (detail >= KeyframeDetail.Ascii)
        {
            for (var half = 0; half < Math.Max(cell.Width, 1); half++)
                ink.Character(characters[0] < 0x7f ? characters[0] : '?');
            _column = column + Math.Max(cell.Width, 1);
            return;
        }
        foreach (var character in characters)
            ink.Character(character);
        _column = IsWidthDisputed(characters) ? Unknown : column + Math.Max(cell.Width, 1);
    }

    /// <summary>Terminals take emoji for one column or for two.</summary>
    private static bool IsWidthDisputed(ReadOnlySpan<int> characters) => characters.Length > 1 || characters[0] is >= 0x1_f000 and < 0x2_0000;

    private void Erase(int column, int end, int row, Cell cell)
    {
        MoveTo(column, row);
        ink.Pen(screen.Inside.RenditionOf(cell));
        ink.Csi(end - column == 1 ? "X" : $"{end - column}X");
    }

    /// <summary>
    /// Empty, but in more than a background, is what stays of a wide character when something is written over its other half.
    /// The cell behind it is drawn afterwards.
    /// </summary>
    private void LeaveEmpty(int column, int row, Cell cell)
    {
        MoveTo(column, row);
        ink.Character(Wide);
        ink.Move(column + 1, row);
        ink.Pen(screen.Inside.RenditionOf(cell));
        ink.Raw(" "u8);
        _column = Unknown;
    }

    /// <summary>The same at the end of a row. The cell before it is drawn afterwards.</summary>
    private void LeaveEmptyAtEnd(int column, int row, Cell cell)
    {
        ink.Pen(screen.Inside.RenditionOf(cell));
        ink.Move(column - 1, row);
        ink.Character(Wide);
        ink.Move(column - 1, row);
        ink.Raw(" "u8);
        _column = Unknown;
    }

    private void MoveTo(int column, int row)
    {
        if (_row == row && _column == column)
            return;
        ink.Move(column, row);
        (_column, _row) = (column, row);
    }
}
