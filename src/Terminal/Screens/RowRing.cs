namespace SessionShare.Terminal;

/// <summary>Rows from the oldest of the scrollback to the last of the screen, in a ring: scrolling moves no row.</summary>
internal sealed class RowRing
{
    private Row[] _rows = new Row[64];
    private int _start;

    public int Count { get; private set; }

    public Row this[int index]
    {
        get => _rows[(_start + index) & (_rows.Length - 1)];
        set => _rows[(_start + index) & (_rows.Length - 1)] = value;
    }

    public void Add(Row row)
    {
        if (Count == _rows.Length)
            Grow();
        this[Count++] = row;
    }

    public void RemoveLast() => this[--Count] = null!;

    public void RemoveFirst(int count)
    {
        for (var index = 0; index < count; index++)
            this[index] = null!;
        _start = (_start + count) & (_rows.Length - 1);
        Count -= count;
    }

    /// <summary>The first row becomes the last.</summary>
    public Row Recycle()
    {
        var row = this[0];
        RemoveFirst(1);
        Add(row);
        return row;
    }

    /// <summary>Moves the first row of a stretch to its end.</summary>
    public void RotateUp(int first, int last)
    {
        var row = this[first];
        for (var index = first; index < last; index++)
            this[index] = this[index + 1];
        this[last] = row;
    }

    /// <summary>Moves the last row of a stretch to its start.</summary>
    public void RotateDown(int first, int last)
    {
        var row = this[last];
        for (var index = last; index > first; index--)
            this[index] = this[index - 1];
        this[first] = row;
    }

    public void Replace(List<Row> rows)
    {
        Clear();
        foreach (var row in rows)
            Add(row);
    }

    public void Clear()
    {
        Array.Clear(_rows);
        _start = Count = 0;
    }

    private void Grow()
    {
        var rows = new Row[_rows.Length * 2];
        for (var index = 0; index < Count; index++)
            rows[index] = this[index];
        _rows = rows;
        _start = 0;
    }
}
