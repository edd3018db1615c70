namespace SessionShare.Terminal;

public sealed partial class Screen
{
    private bool IsInScrollRegion => _grid.Y >= _grid.ScrollTop && _grid.Y <= _grid.ScrollBottom;

    /// <summary>Sequences that erase, insert and delete.</summary>
    private void TakeEditing(int function, Parameters parameters)
    {
        switch (function)
        {
            case 'J' or ('?' << 8) | 'J':
                EraseInDisplay(parameters[0], selective: function != 'J');
                break;
            case 'K' or ('?' << 8) | 'K':
                EraseInLine(parameters[0], selective: function != 'K');
                break;
            case 'X':
                ConfineCursor();
                CursorRowCells().Erase(_grid.X, _grid.X + parameters.OrOne(0, Columns), EraseFill());
                break;
            case '@':
                ConfineCursor();
                CursorRowCells().Insert(_grid.X, parameters.OrOne(0, Columns), EraseFill());
                break;
            case 'P':
                ConfineCursor();
                CursorRowCells().Delete(_grid.X, parameters.OrOne(0, Columns), EraseFill());
                break;
            case 'L' or 'M':
                InsertOrDeleteRows(parameters.OrOne(0, Rows), insert: function == 'L');
                break;
            case 'S':
                for (var count = parameters.OrOne(0, Rows); count > 0; count--)
                    _grid.RollUp(_grid.ScrollTop, _grid.ScrollBottom, EraseFill());
                break;
            case 'T':
                for (var count = parameters.OrOne(0, Rows); count > 0; count--)
                    _grid.RollDown(_grid.ScrollTop, _grid.ScrollBottom, Cell.Blank);
                break;
            case (' ' << 8) | '@' or (' ' << 8) | 'A':
                ShiftColumns(0, parameters.OrOne(0, Columns), insert: (function & 0xff) == 'A');
                break;
            case ('\'' << 8) | '}' or ('\'' << 8) | '~':
                ShiftColumns(_grid.X, parameters.OrOne(0, Columns), insert: (function & 0xff) == '}');
                break;
        }
    }

    private Row CursorRowCells() => _grid.Row(_grid.Y);

    private void EraseInDisplay(int which, bool selective)
    {
        ConfineCursor(Columns);
        switch (which)
        {
            case 0:
                EraseCells(_grid.Y, _grid.X, Columns, selective, unwrap: _grid.X == 0);
                for (var row = _grid.Y + 1; row < Rows; row++)
                    EraseRow(row, selective);
                break;
            case 1:
                EraseCells(_grid.Y, 0, _grid.X + 1, selective, unwrap: true);
                if (_grid.X + 1 >= Columns && _grid.Y + 1 < Rows)
                    _grid.Row(_grid.Y + 1).IsWrapped = false;
                for (var row = 0; row < _grid.Y; row++)
                    EraseRow(row, selective);
                break;
            case 2:
                for (var row = 0; row < Rows; row++)
                    EraseRow(row, selective);
                break;
            case 3:
                _grid.ForgetScrollback();
                break;
        }
    }

    private void EraseInLine(int which, bool selective)
    {
        ConfineCursor(Columns);
        switch (which)
        {
            case 0:
                EraseCells(_grid.Y, _grid.X, Columns, selective, unwrap: _grid.X == 0);
                break;
            case 1:
                EraseCells(_grid.Y, 0, _grid.X + 1, selective, unwrap: false);
                break;
            case 2:
                EraseCells(_grid.Y, 0, Columns, selective, unwrap: true);
                break;
        }
    }

    private void EraseRow(int row, bool selective)
    {
        if (selective)
            _grid.Row(row).EraseUnprotected(0, Columns, EraseFill(), _renditions);
        else
            _grid.Row(row).Clear(EraseFill());
        _grid.Row(row).IsWrapped = false;
    }

    private void EraseCells(int row, int start, int end, bool selective, bool unwrap)
    {
        var cells = _grid.Row(row);
        if (selective)
            cells.EraseUnprotected(start, end, EraseFill(), _renditions);
        else
            cells.Erase(start, end, EraseFill());
        if (unwrap)
            cells.IsWrapped = false;
    }

    private void InsertOrDeleteRows(int count, bool insert)
    {
        ConfineCursor();
        if (!IsInScrollRegion)
            return;
        for (count = Math.Min(count, _grid.ScrollBottom - _grid.Y + 1); count > 0; count--)
        {
            if (insert)
                _grid.RollDown(_grid.Y, _grid.ScrollBottom, EraseFill());
            else
                _grid.RollUp(_grid.Y, _grid.ScrollBottom, EraseFill());
        }
        _grid.X = 0;
    }

    /// <summary>Inserts or deletes columns in the scroll region's rows.</summary>
    private void ShiftColumns(int column, int count, bool insert)
    {
        if (!IsInScrollRegion)
            return;
        for (var y = _grid.ScrollTop; y <= _grid.ScrollBottom; y++)
        {
            var row = _grid.Row(y);
            if (insert)
                row.Insert(column, count, EraseFill());
            else
                row.Delete(column, count, EraseFill());
            row.IsWrapped = false;
        }
    }
}
