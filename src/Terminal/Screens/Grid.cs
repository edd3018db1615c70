namespace SessionShare.Terminal;

/// <summary>The main or the alternate screen: its rows with what has scrolled out above them, cursor, scroll region and tab stops.</summary>
internal sealed partial class Grid
{
    private readonly RowRing _rows = new();
    private readonly bool _hasScrollback;
    private readonly ScreenLimits _limits;

    private int _maxRows;

    public Grid(int columns, int rows, bool hasScrollback, ScreenLimits limits)
    {
        (Columns, Rows, _hasScrollback, _limits) = (columns, rows, hasScrollback, limits);
        ScrollBottom = rows - 1;
        _maxRows = MaxRowsFor(columns, rows);
        Tabs = new TabStops(columns);
    }

    public int Columns { get; private set; }

    public int Rows { get; private set; }

    /// <summary>The cursor's column; <see cref="Columns"/> while a wrap is pending (one more behind a lone combining character there).</summary>
    public int X { get; set; }

    public int Y { get; set; }

    public int ScrollTop { get; set; }

    public int ScrollBottom { get; set; }

    public SavedCursor Saved { get; set; }

    public TabStops Tabs { get; }

    /// <summary>Rows above the screen.</summary>
    public int ScrolledOut { get; private set; }

    /// <summary>Rows that have ever gone into the scrollback.</summary>
    public long ScrolledEver { get; private set; }

    /// <summary>All rows, the scrollback's first. 0 while the alternate screen is not in use.</summary>
    public int RowCount => _rows.Count;

    /// <param name="y">0: the screen's first row.</param>
    public Row Row(int y) => _rows[ScrolledOut + y];

    /// <param name="index">0: the oldest row.</param>
    public Row RowFromOldest(int index) => _rows[index];

    /// <summary>Makes the rows, where there are none.</summary>
    public void Fill(Cell fill)
    {
        while (_rows.Count < Rows)
            _rows.Add(new Row(Columns, fill));
    }

    /// <summary>Forgets everything but the saved cursor.</summary>
    public void Clear()
    {
        _rows.Clear();
        ScrolledOut = X = Y = ScrollTop = 0;
        ScrollBottom = Rows - 1;
        Tabs.Restore(Columns);
    }

    /// <summary>Moves the scroll region up by a row. From the screen's top, the row goes into the scrollback.</summary>
    public void Scroll(Cell fill, bool wrapped)
    {
        if (ScrollTop > 0)
        {
            RollUp(ScrollTop, ScrollBottom, fill, wrapped);
            return;
        }
        ScrolledEver++;
        if (_rows.Count >= _maxRows)
            _rows.Recycle().Clear(fill, wrapped);
        else
        {
            _rows.Add(new Row(Columns, fill) { IsWrapped = wrapped });
            ScrolledOut++;
        }
        if (ScrollBottom < Rows - 1)
            _rows.RotateDown(ScrolledOut + ScrollBottom, ScrolledOut + Rows - 1);
    }

    /// <summary>Moves rows up by one; the first is lost, the last becomes empty.</summary>
    public void RollUp(int first, int last, Cell fill, bool wrapped = false)
    {
        _rows.RotateUp(ScrolledOut + first, ScrolledOut + last);
        Row(last).Clear(fill, wrapped);
    }

    /// <summary>Moves rows down by one; the last is lost, the first becomes empty.</summary>
    public void RollDown(int first, int last, Cell fill)
    {
        _rows.RotateDown(ScrolledOut + first, ScrolledOut + last);
        Row(first).Clear(fill);
    }

    public void ForgetScrollback()
    {
        _rows.RemoveFirst(ScrolledOut);
        ScrolledOut = 0;
    }

    private int MaxRowsFor(int columns, int rows) => rows + (_hasScrollback ? _limits.ScrollbackRowsOf(columns) : 0);
}
