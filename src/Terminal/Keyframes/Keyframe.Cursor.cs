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
        if (cell.HasContent && column + Math.Max(cell.Width, 1) == columns && (screen.IsAlternate || IsInCharset(cell)))
        {
            MoveTo(column);
            _ink.Pen(Inside.RenditionOf(cell), again: true);
            WriteAgain(cell);
        }
        else if (screen.IsAlternate)
            WriteWrapPendingBehindNothing(row, cell);
        else
        {
            // Both screens have one cursor, so it is moved on the other one, where nothing is spoilt.
            _ink.Csi("?1047h");
            _ink.Move(columns - 1, Inside.Active.Y);
            _ink.Raw(" "u8);
            _ink.Csi("?1047l");
        }
        if (Inside.Active.X > columns)
        {
            _ink.Pen(Inside.Pen, again: true);
            _ink.Character(LoneCombining);
        }
    }

    /// <summary>Only a row that is empty all over can be emptied again without moving the cursor; another one keeps the space at its end.</summary>
    private void WriteWrapPendingBehindNothing(Row row, Cell last)
    {
        MoveTo(row.Columns - 1);
        _ink.Pen(Inside.RenditionOf(last), again: true);
        _ink.Raw(" "u8);
        if (row.Cells.IndexOfAnyExcept(last) < 0)
            _ink.Csi("2K");
    }

    /// <summary>What the charset in use does not have is written in ASCII.</summary>
    private void WriteAgain(Cell cell)
    {
        var isInCharset = IsInCharset(cell);
        if (!isInCharset)
            Designate(Inside.Shift, null);
        Span<int> codePoints = stackalloc int[ClusterTable.MaxLength];
        foreach (var codePoint in codePoints[..Inside.CodePoints(cell, codePoints)])
            _ink.Character(detail >= KeyframeDetail.Ascii && codePoint >= 0x7f ? '?' : isInCharset ? Untranslated(codePoint) : codePoint);
        if (!isInCharset)
            Designate(Inside.Shift, Inside.Charsets[Inside.Shift]);
    }

    private bool IsInCharset(Cell cell)
    {
        Span<int> codePoints = stackalloc int[ClusterTable.MaxLength];
        foreach (var codePoint in codePoints[..Inside.CodePoints(cell, codePoints)])
            if (codePoint < 0x7f && Inside.Charset is { } charset && charset.Translate(Untranslated(codePoint)) != codePoint)
                return false;
        return true;
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
