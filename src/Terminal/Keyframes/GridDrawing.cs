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
        var end = LeaveEmptyAtEnd(cells, row);
        for (var column = 0; column < end;)
        {
            var cell = cells[column];
            if (cell.HasContent && column + cell.Width <= cells.Length)
            {
                DrawCharacter(cell, column, row);
                column += Math.Max(cell.Width, 1);
            }
            else if (IsErasable(cell))
                column = DrawErased(grid, row, column, end);
            else
            {
                if (column < cells.Length - 1)
                    LeaveEmpty(column, row, cell);
                column++;
            }
        }
    }

    /// <returns>The column behind the erased cells.</returns>
    private int DrawErased(Grid grid, int row, int start, int end)
    {
        var cells = grid.Row(row).Cells;
        var cell = cells[start];
        var next = start + 1;
        while (next < end && cells[next] == cell)
            next++;
        var runsOver = (start == 0 && grid.Row(row).IsWrapped) || (next == cells.Length && row + 1 < grid.Rows && grid.Row(row + 1).IsWrapped);
        var wasWrittenOver = (start > 0 && IsTricky(cells[start - 1])) || (next == end && end < cells.Length);
        if (runsOver || wasWrittenOver || cell != Cell.Blank)
            Erase(start, next, row, cell);
        return next;
    }

    /// <summary>Erasing leaves this.</summary>
    private bool IsErasable(Cell cell) => !cell.HasContent && screen.Inside.RenditionOf(cell) is var rendition && rendition == rendition.Erased;

    /// <summary>Empty, but no erasing leaves this.</summary>
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

    /// <summary>At the end of a row it goes from right to left, each time over the cell before, which is drawn afterwards.</summary>
    /// <returns>The column where such cells begin; the number of columns where there are none.</returns>
    private int LeaveEmptyAtEnd(Span<Cell> cells, int row)
    {
        var column = cells.Length;
        for (; column > 1 && IsTricky(cells[column - 1]) && !(cells[column - 1].IsRightHalf && cells[column - 2].Width == 2); column--)
        {
            ink.Pen(screen.Inside.RenditionOf(cells[column - 1]));
            ink.Move(column - 2, row);
            ink.Character(Wide);
            ink.Move(column - 2, row);
            ink.Raw(" "u8);
            _column = Unknown;
        }
        return column;
    }

    private void MoveTo(int column, int row)
    {
        if (_row == row && _column == column)
            return;
        ink.Move(column, row);
        (_column, _row) = (column, row);
    }
}
