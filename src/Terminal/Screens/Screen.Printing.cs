using System.Runtime.CompilerServices;

namespace SessionShare.Terminal;

public sealed partial class Screen
{
    private readonly Charset?[] _charsets = new Charset?[4];

    private Charset? _charset;
    private int _shift;

    // The width of the character printed last, where one may still combine with it; 0 after anything else.
    private int _lastWidth;
    private bool _isInRun;

    /// <param name="text">0x20 to 0x7e only.</param>
    internal void PrintAscii(ReadOnlySpan<byte> text)
    {
        if (_charset is not null || _modes.Insert || !_modes.Wraparound)
        {
            foreach (var code in text)
                Print(code);
            return;
        }
        StartRun();
        var grid = _grid;
        while (!text.IsEmpty)
        {
            if (grid.X >= Columns)
                Wrap();
            var piece = text[..Math.Min(text.Length, Columns - grid.X)];
            Store(grid.Row(grid.Y).Cells.Slice(grid.X, piece.Length), piece, PenNumber());
            grid.X += piece.Length;
            text = text[piece.Length..];
        }
        _lastWidth = 1;
        MendAfterCursor();
    }

    internal void Print(int code)
    {
        if (_charset is not null && code < 0x7f)
            code = _charset.Translate(code);
        StartRun();
        PrintHere(code);
    }

    /// <summary>Something else than text came.</summary>
    internal void EndRun() => _isInRun = false;

    /// <summary>A sequence took effect: nothing combines with what was printed before it.</summary>
    internal void EndSequence()
    {
        _isInRun = false;
        _lastWidth = 0;
    }

    private static void Store(Span<Cell> cells, ReadOnlySpan<byte> text, int rendition)
    {
        var above = new Cell(Glyph.Empty, rendition).Bits;
        for (var at = 0; at < cells.Length && at < text.Length; at++)
            cells[at] = new Cell(above | text[at]);
    }

    private void StartRun()
    {
        if (_isInRun)
            return;
        _isInRun = true;
        var before = _grid.X - 1;
        if (before >= 0 && before < Columns && _grid.Row(_grid.Y) is var row && row[before].Width == 2)
            row[before] = PenFill();
    }

    private void PrintHere(int code)
    {
        var grid = _grid;
        var width = CharacterWidth.Of(code);
        var joins = width == 0 && _lastWidth > 0;
        if (joins)
            width = _lastWidth;
        _lastWidth = width;
        if (grid.X + (joins ? 0 : width) > Columns && !MakeRoom(width))
        {
            MendAfterCursor();
            return;
        }
        if (joins && Join(code, width))
        {
            MendAfterCursor();
            return;
        }
        var row = grid.Row(grid.Y);
        if (_modes.Insert)
            row.Insert(grid.X, width, PenFill());
        if (grid.X < Columns)
            row[grid.X] = new Cell(Glyph.Of(code, width), PenNumber());
        grid.X++;
        if (width == 2)
        {
            if (grid.X < Columns)
                row[grid.X] = new Cell(Glyph.RightHalf, PenNumber());
            grid.X++;
        }
        MendAfterCursor();
    }

    /// <summary>The character does not fit into the row.</summary>
    /// <returns>False: it is not shown at all.</returns>
    private bool MakeRoom(int width)
    {
        if (_modes.Wraparound)
        {
            Wrap();
            return true;
        }
        _grid.X = Columns - 1;
        return width < 2;
    }

    private void Wrap()
    {
        var grid = _grid;
        if (grid.X < Columns)
            grid.Row(grid.Y).Cells[grid.X..].Fill(PenFill());
        grid.X = 0;
        grid.Y++;
        if (grid.Y == grid.ScrollBottom + 1)
        {
            grid.Y--;
            grid.Scroll(EraseFill(), wrapped: true);
            return;
        }
        grid.Y = Math.Min(grid.Y, Rows - 1);
        grid.Row(grid.Y).IsWrapped = true;
    }

    private bool Join(int code, int width)
    {
        var row = _grid.Row(_grid.Y);
        var column = _grid.X - 1;
        if (column >= 0 && column < Columns && row[column].Width == 0)
            column--;
        if (column < 0 || column >= Columns)
            return false;
        if (_clusters.IsFull)
            CompactWhenDue();
        var glyph = (_clusters.Join(row[column].Glyph, code) & Glyph.Content) | ((uint)width << Glyph.WidthShift);
        row[column] = new Cell(glyph, row[column].Rendition);
        return true;
    }

    /// <summary>The right half of a wide character whose left half was just overwritten becomes empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MendAfterCursor()
    {
        if (_grid.X < Columns && _grid.Row(_grid.Y)[_grid.X].IsRightHalf)
            _grid.Row(_grid.Y)[_grid.X] = PenFill();
    }

    /// <summary>REP: what stands before the cursor, again.</summary>
    private void Repeat(int count)
    {
        if (_lastWidth == 0)
            return;
        var column = _grid.X - _lastWidth;
        if (column < 0 || column >= Columns)
            return;
        EndRun();
        Span<int> codePoints = stackalloc int[ClusterTable.MaxLength];
        var cluster = codePoints[.._clusters.CodePoints(_grid.Row(_grid.Y)[column].Glyph, codePoints)];
        while (count-- > 0)
            foreach (var code in cluster)
                Print(code);
    }

    private void ShiftTo(int shift)
    {
        _shift = shift;
        _charset = _charsets[shift];
    }

    private void Designate(int which, Charset? charset)
    {
        _charsets[which] = charset;
        if (_shift == which)
            _charset = charset;
    }
}
