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
        (Columns, Rows) = (columns, rows);
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
        DropOldest(MaxRows);
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
            var line = new LogicalLine(_rows, index, end, before);
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

    /// <summary>Narrower: what no longer fits into its row flows onto further ones.</summary>
    private void FlowApart(int before)
    {
        var added = new Dictionary<Row, List<Row>>();
        var addedCount = 0;
        for (var index = _rows.Count - 1; index >= 0; index--)
        {
            // Rows at the end go where the screen has no room for them: ShiftScreen.
            if (index >= _rows.Count || (!_rows[index].IsWrapped && _rows[index].ContentLength <= Columns))
                continue;
            var end = index + 1;
            while (_rows[index].IsWrapped && index > 0)
                index--;
            var cursor = ScrolledOut + Y;
            if (cursor >= index && cursor < end)
                continue;
            var line = new LogicalLine(_rows, index, end, before);
            var last = line.Rows[^1];
            var further = line.FlowApart(Columns);
            addedCount += further.Count;
            if (further.Count > 0)
                added.Add(last, further);
            ShiftScreen(further.Count, addedCount);
        }
        if (added.Count == 0)
            return;
        var rows = new List<Row>(_rows.Count + addedCount);
        for (var index = 0; index < _rows.Count; index++)
        {
            rows.Add(_rows[index]);
            if (added.TryGetValue(_rows[index], out var further))
                rows.AddRange(further);
        }
        if (rows.Count > MaxRows)
            rows.RemoveRange(0, rows.Count - MaxRows);
        _rows.Replace(rows);
    }

    /// <summary>Rows have been added above: the cursor moves down while the screen has room, then the screen moves along.</summary>
    private void ShiftScreen(int count, int addedInAll)
    {
        var filling = ScrolledOut == 0 && Y != _rows.Count - 1;
        var trimmed = Math.Max(0, (filling ? Y : _rows.Count) - MaxRows + count);
        for (var left = count - trimmed; left > 0; left--)
        {
            if (ScrolledOut == 0 && Y < Rows - 1)
            {
                Y++;
                _rows.RemoveLast();
            }
            else if (ScrolledOut == 0 || ScrolledOut < Math.Min(MaxRows, _rows.Count + addedInAll) - Rows)
                ScrolledOut++;
        }
        Saved = Saved with { Row = Math.Min(Saved.Row + count, ScrolledOut + Rows - 1) };
    }
}
