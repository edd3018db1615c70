namespace SessionShare.Terminal;

/// <summary>Resizing as xterm.js does it: rows first, then columns with the lines that ran over the edge flowing anew.</summary>
internal sealed partial class Grid
{
    public void Resize(int columns, int rows)
    {
        var before = Columns;
        if (RowCount > 0)
        {
            if (columns > before)
                ResizeRows(columns);
            if (rows > Rows)
                AddRows(columns, rows);
            else
                TakeRows(rows);
            DropOldest(MaxRowsFor(columns, rows));
            X = Math.Min(X, columns - 1);
            Saved = Saved with { Column = Math.Min(Saved.Column, columns - 1) };
            ScrollTop = 0;
        }
        (Columns, Rows, _maxRows) = (columns, rows, MaxRowsFor(columns, rows));
        ScrollBottom = rows - 1;
        if (RowCount > 0)
        {
            if (_hasScrollback && columns != before)
                Reflow(before);
            ResizeRows(columns);
            Complete();
        }
        Tabs.Resize(columns);
    }

    /// <summary>Whatever has flown where: the screen has all its rows, and the cursor is on one of them.</summary>
    private void Complete()
    {
        while (_rows.Count < ScrolledOut + Rows)
            _rows.Add(new Row(Columns, Cell.Blank));
        DropOldest(_maxRows);
        Y = Math.Clamp(Y, 0, Rows - 1);
    }

    private void ResizeRows(int columns)
    {
        for (var index = 0; index < _rows.Count; index++)
            _rows[index].Resize(columns, Cell.Blank);
    }

    /// <summary>Rows come back from the scrollback where nothing stands below the cursor, else empty ones are added.</summary>
    private void AddRows(int columns, int rows)
    {
        var returned = 0;
        for (var row = Rows; row < rows; row++)
        {
            if (_rows.Count >= rows + ScrolledOut)
                continue;
            if (ScrolledOut > 0 && _rows.Count <= ScrolledOut + Y + returned + 1)
            {
                ScrolledOut--;
                returned++;
            }
            else
                _rows.Add(new Row(columns, Cell.Blank));
        }
        Y += returned;
    }

    /// <summary>Rows below the cursor go, then those at the top scroll out.</summary>
    private void TakeRows(int rows)
    {
        for (var row = Rows; row > rows; row--)
        {
            if (_rows.Count <= rows + ScrolledOut)
                continue;
            if (_rows.Count > ScrolledOut + Y + 1)
                _rows.RemoveLast();
            else
                ScrolledOut++;
        }
        Y = Math.Min(Y, rows - 1);
    }

    private void DropOldest(int most)
    {
        var count = _rows.Count - most;
        if (count <= 0)
            return;
        _rows.RemoveFirst(count);
        ScrolledOut = Math.Max(ScrolledOut - count, 0);
        Saved = Saved with { Row = Math.Max(Saved.Row - count, 0) };
    }

    private void Reflow(int before)
    {
        if (Columns > before)
            FlowTogether(before);
        else
            FlowApart(before);
    }

    /// <summary>Wider: what was wrapped comes back onto fewer rows.</summary>
    private void FlowTogether(int before)
    {
        var kept = new List<Row>(_rows.Count);
        var cursor = ScrolledOut + Y;
        for (int index = 0, end; index < _rows.Count; index = end)
        {
            end = index + 1;
            while (end < _rows.Count && _rows[end].IsWrapped)
                end++;
            var line = new LogicalLine(RowsFrom(index, end), before);
            if (end == index + 1 || (cursor >= index && cursor < end))
                kept.AddRange(line.Rows);
            else
                kept.AddRange(line.FlowTogether(Columns));
        }
        var removed = _rows.Count - kept.Count;
        if (removed == 0)
            return;
        _rows.Replace(kept);
        for (var count = removed; count > 0; count--)
        {
            if (ScrolledOut > 0)
            {
                ScrolledOut--;
                continue;
            }
            Y = Math.Max(Y - 1, 0);
            if (_rows.Count < Rows)
                _rows.Add(new Row(Columns, Cell.Blank));
        }
        Saved = Saved with { Row = Math.Max(Saved.Row - removed, 0) };
    }

    private Row[] RowsFrom(int start, int end)
    {
        var rows = new Row[end - start];
        for (var index = start; index < end; index++)
            rows[index - start] = _rows[index];
        return rows;
    }

    /// <summary>Narrower: what no longer fits into its row flows onto further ones, from the last line to the first.</summary>
    private void FlowApart(int before)
    {
        // Making room takes rows off the end of the ring, some of them not looked at yet.
        var all = RowsFrom(0, _rows.Count);
        var added = new Stack<(int End, List<Row> Rows)>();
        var addedCount = 0;
        for (var index = all.Length - 1; index >= 0; index--)
        {
            if (!all[index].IsWrapped && all[index].ContentLength <= Columns)
                continue;
            var end = index + 1;
            while (all[index].IsWrapped && index > 0)
                index--;
            var cursor = ScrolledOut + Y;
            if (cursor >= index && cursor < end)
                continue;
            var (further, growth) = new LogicalLine(all[index..end], before).FlowApart(Columns);
            addedCount += further.Count;
            if (further.Count > 0)
                added.Push((end, further));
            ShiftScreen(growth, addedCount);
        }
        Insert(added);
    }

    /// <param name="added">The first to come on top.</param>
    private void Insert(Stack<(int End, List<Row> Rows)> added)
    {
        if (added.Count == 0)
            return;
        var rows = new List<Row>(_rows.Count);
        for (var index = 0; index < _rows.Count; index++)
        {
            rows.Add(_rows[index]);
            while (added.TryPeek(out var next) && next.End == index + 1)
                rows.AddRange(added.Pop().Rows);
        }
        while (added.TryPop(out var rest))
            rows.AddRange(rest.Rows);
        if (rows.Count > _maxRows)
            rows.RemoveRange(0, rows.Count - _maxRows);
        _rows.Replace(rows);
    }

    /// <summary>Rows have been added above: the cursor moves down while the screen has room, then the screen moves along.</summary>
    /// <param name="count">Negative: none was added, the line left rows unused. xterm.js moves the saved cursor up all the same.</param>
    private void ShiftScreen(int count, int addedInAll)
    {
        var filling = ScrolledOut == 0 && Y != _rows.Count - 1;
        var trimmed = Math.Max(0, (filling ? Y : _rows.Count) - _maxRows + count);
        for (var left = count - trimmed; left > 0; left--)
        {
            if (ScrolledOut == 0 && Y < Rows - 1)
            {
                Y++;
                _rows.RemoveLast();
            }
            else if (ScrolledOut == 0 || ScrolledOut < Math.Min(_maxRows, _rows.Count + addedInAll) - Rows)
                ScrolledOut++;
        }
        Saved = Saved with { Row = Math.Min(Saved.Row + count, ScrolledOut + Rows - 1) };
    }
}
