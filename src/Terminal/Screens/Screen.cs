namespace SessionShare.Terminal;

/// <summary>
/// A terminal's screen as xterm-256color programs draw it: fed with output, it knows what is shown. The peer it agrees with cell by cell is xterm.js 6,
/// which viewers run; docs/terminal.md lists what is different on purpose. Pure: no clock, no I/O, no answers to queries. It never throws, whatever the
/// bytes; its memory is bounded, whatever the bytes; its state does not depend on how they are cut. Not for several threads at once.
/// </summary>
public sealed partial class Screen
{
    /// <summary>A wide character needs two columns.</summary>
    public const int MinColumns = 2;

    public const int MaxColumns = 1000;
    public const int MaxRows = 1000;

    private readonly VtParser _parser;
    private readonly Grid _main;
    private readonly Grid _alternate;

    private Grid _grid;
    private ScreenModes _modes = new();

    /// <param name="columns">Brought into <see cref="MinColumns"/> to <see cref="MaxColumns"/>.</param>
    /// <param name="rows">Brought into 1 to <see cref="MaxRows"/>.</param>
    public Screen(int columns, int rows, ScreenLimits? limits = null)
    {
        (columns, rows) = Bounded(columns, rows);
        limits ??= new ScreenLimits();
        _parser = new VtParser(this);
        _main = new Grid(columns, rows, hasScrollback: true, limits);
        _alternate = new Grid(columns, rows, hasScrollback: false, limits);
        _grid = _main;
        _main.Fill(Cell.Blank);
    }

    public int Columns => _main.Columns;

    public int Rows => _main.Rows;

    public ScreenModes Modes => _modes;

    /// <summary>A program shows the alternate screen; the main one waits behind it.</summary>
    public bool IsAlternate => _grid == _alternate;

    /// <summary>From 0; never behind the last column: see <see cref="IsWrapPending"/>.</summary>
    public int CursorColumn => Math.Min(_grid.X, Columns - 1);

    /// <summary>From 0.</summary>
    public int CursorRow => _grid.Y;

    /// <summary>The last column is written and the next character goes to the next row.</summary>
    public bool IsWrapPending => _grid.X >= Columns;

    /// <summary>The first and the last row that scroll, from 0.</summary>
    public (int Top, int Bottom) ScrollRegion => (_grid.ScrollTop, _grid.ScrollBottom);

    /// <summary>Neither an escape sequence nor a character has begun: other output may stand here.</summary>
    public bool IsBetween => _parser.IsBetween;

    /// <summary>How the next character looks.</summary>
    public Rendition Pen => _pen;

    /// <summary>Characters are what they are: no charset of line drawing or of a country is in use.</summary>
    public bool HasPlainCharset => _charset is null;

    /// <summary>Rows of the main screen that have ever scrolled out of it.</summary>
    public long ScrolledRows => _main.ScrolledEver;

    /// <summary>Rows of the main screen that have scrolled out and are kept.</summary>
    public int ScrollbackRows => _main.ScrolledOut;

    /// <summary>Takes the next bytes of output.</summary>
    public void Write(ReadOnlySpan<byte> output) => _parser.Take(output);

    /// <summary>
    /// Changes the size as xterm.js does: lines of the main screen that ran over its edge flow anew, except the one with the cursor, which the program
    /// draws anew; the scroll region becomes the whole screen.
    /// </summary>
    public void Resize(int columns, int rows)
    {
        (columns, rows) = Bounded(columns, rows);
        if (columns == Columns && rows == Rows)
            return;
        EndRun();
        _main.Resize(columns, rows);
        _alternate.Resize(columns, rows);
    }

    /// <summary>A row's text without the empty cells behind it; empty cells between characters are spaces.</summary>
    /// <param name="row">From 0; the scrollback's rows are negative, -1 the newest.</param>
    public string Text(int row) => Text(_grid.RowFromOldest(_grid.ScrolledOut + row));

    /// <summary>Whether a row goes on with the line of the row above it.</summary>
    /// <param name="row">From 0; the scrollback's rows are negative, -1 the newest.</param>
    public bool IsContinued(int row) => _grid.RowFromOldest(_grid.ScrolledOut + row).IsWrapped;

    /// <summary>What stands in a cell.</summary>
    public ScreenCell this[int row, int column] => Read(_grid.RowFromOldest(_grid.ScrolledOut + row)[column]);

    /// <summary>A link by the number that <see cref="Rendition.Link"/> has.</summary>
    public Link? LinkOf(int number) => _links[number];

    private static (int Columns, int Rows) Bounded(int columns, int rows) => (Math.Clamp(columns, MinColumns, MaxColumns), Math.Clamp(rows, 1, MaxRows));

    private ScreenCell Read(Cell cell) => new(Characters(cell.Glyph), cell.Width, _renditions[cell.Rendition]);

    private string Text(Row row)
    {
        var text = new System.Text.StringBuilder();
        for (var column = 0; column < row.ContentLength; column++)
        {
            var cell = row[column];
            if (cell.HasContent)
                text.Append(Characters(cell.Glyph));
            else if (cell.Width > 0)
                text.Append(' ');
        }
        return text.ToString();
    }

    private string Characters(uint glyph)
    {
        Span<int> codePoints = stackalloc int[ClusterTable.MaxLength];
        Span<char> characters = stackalloc char[ClusterTable.MaxLength * 2];
        var length = 0;
        foreach (var codePoint in codePoints[.._clusters.CodePoints(glyph, codePoints)])
            length += new System.Text.Rune(codePoint).EncodeToUtf16(characters[length..]);
        return new string(characters[..length]);
    }
}

/// <summary>A cell, for reading.</summary>
/// <param name="Characters">A character with what combines with it; empty where nothing stands.</param>
/// <param name="Width">2 for a wide character, 0 for its right half, else 1.</param>
public readonly record struct ScreenCell(string Characters, int Width, Rendition Rendition);
