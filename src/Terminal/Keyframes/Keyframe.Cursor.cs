namespace SessionShare.Terminal;

internal sealed partial class Keyframe
{
    /// <summary>
    /// Where the last character may still be combined with or repeated, it is the last thing written; so it is where a wrap is pending, which only
    /// writing the last column brings about.
    /// </summary>
    private void WriteCursor()
    {
        var grid = Inside.Active;
        var row = grid.Row(grid.Y);
        if (Inside.LastWidth > 0 && grid.X - Inside.LastWidth is var last && last >= 0 && CanBeLast(row, last))
        {
            if (screen.Modes.Insert)
                _ink.Csi("4h");
            MoveTo(last);
            _ink.Pen(Inside.Pen);
            if (screen.Modes.Insert)
                _ink.Csi($"{Inside.LastWidth}P");
            WriteAgain(row[last]);
            return;
        }
        if (grid.X >= grid.Columns)
            WritePendingWrap(row);
        else
            MoveTo(grid.X);
        if (screen.Modes.Insert)
            _ink.Csi("4h");
        _ink.Pen(Inside.Pen, again: true);
    }

    private bool CanBeLast(Row row, int column) => row[column].HasContent && row[column].Width == Inside.LastWidth && Inside.RenditionOf(row[column]) == Inside.Pen;

    private void MoveTo(int column) => _ink.Move(column, Inside.Active.Y - (screen.Modes.Origin ? Inside.Active.ScrollTop : 0));

    private void WritePendingWrap(Row row)
    {
        var columns = row.Columns;
        var column = row[columns - 1].IsRightHalf && row[columns - 2].Width == 2 ? columns - 2 : columns - 1;
        var cell = row[column];
        MoveTo(column);
        _ink.Pen(Inside.RenditionOf(cell), again: true);
        if (cell.HasContent && column + Math.Max(cell.Width, 1) == columns)
            WriteAgain(cell);
        else
        {
            _ink.Raw(" "u8);
            // Only a row that is empty all over can be emptied again without moving the cursor.
            if (row.Cells.IndexOfAnyExcept(cell) < 0)
                _ink.Csi("2K");
        }
        if (Inside.Active.X > columns)
        {
            _ink.Pen(Inside.Pen, again: true);
            _ink.Character(LoneCombining);
        }
    }

    private void WriteAgain(Cell cell)
    {
        Span<int> codePoints = stackalloc int[ClusterTable.MaxLength];
        foreach (var codePoint in codePoints[..Inside.CodePoints(cell, codePoints)])
            _ink.Character(detail >= KeyframeDetail.Ascii && codePoint >= 0x7f ? '?' : Untranslated(codePoint));
    }

    /// <summary>What the charset in use makes this character of.</summary>
    private int Untranslated(int codePoint)
    {
        if (Inside.Charset is not { } charset || codePoint >= 0x7f || charset.Translate(codePoint) == codePoint)
            return codePoint;
        for (var code = 0x20; code < 0x7f; code++)
            if (charset.Translate(code) == codePoint)
                return code;
        return codePoint;
    }
}
