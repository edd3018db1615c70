namespace SessionShare.Terminal;

public sealed partial class Screen
{
    // A sequence of a few bytes shall not keep the screen busy for long.
    private const int MaxRepeat = 65_535;
    private const int MaxMove = 65_535;

    private KeyboardStack Keyboard => IsAlternate ? _alternateKeyboard : _mainKeyboard;

    /// <summary>A control sequence.</summary>
    /// <param name="function">The final byte, with prefix and intermediates above it.</param>
    internal void TakeCsi(int function, Parameters parameters)
    {
        switch (function)
        {
            case 'A':
                MoveUp(parameters.OrOne(0, MaxMove));
                break;
            case 'B':
                MoveDown(parameters.OrOne(0, MaxMove));
                break;
            case 'C' or 'a':
                MoveBy(parameters.OrOne(0, MaxMove), 0);
                break;
            case 'D':
                MoveBy(-parameters.OrOne(0, MaxMove), 0);
                break;
            case 'E':
                MoveDown(parameters.OrOne(0, MaxMove));
                _grid.X = 0;
                break;
            case 'F':
                MoveUp(parameters.OrOne(0, MaxMove));
                _grid.X = 0;
                break;
            case 'G' or '`':
                MoveToColumn(parameters.OrOne(0, MaxMove) - 1);
                break;
            case 'H' or 'f':
                MoveTo(parameters.OrOne(1, MaxMove) - 1, parameters.OrOne(0, MaxMove) - 1);
                break;
            case 'd':
                MoveTo(_grid.X, parameters.OrOne(0, MaxMove) - 1);
                break;
            case 'e':
                MoveBy(0, parameters.OrOne(0, MaxMove));
                break;
            case 'I':
                for (var count = parameters.OrOne(0, Columns); count > 0 && _grid.X < Columns; count--)
                    _grid.X = _grid.Tabs.After(_grid.X, Columns);
                break;
            case 'Z':
                for (var count = parameters.OrOne(0, Columns); count > 0 && _grid.X < Columns; count--)
                    _grid.X = _grid.Tabs.Before(_grid.X, Columns);
                break;
            case 'g':
                ClearTabs(parameters[0]);
                break;
            case 'b':
                Repeat(parameters.OrOne(0, MaxRepeat));
                break;
            case 'm':
                TakeRendition(parameters);
                break;
            case ('"' << 8) | 'q':
                if (parameters[0] is >= 0 and <= 2)
                    SetPen(_pen with { Protected = parameters[0] == 1 });
                break;
            case 'r':
                SetScrollRegion(parameters);
                break;
            case 's':
                SaveCursor();
                break;
            case 'u':
                RestoreCursor();
                break;
            case 't':
                TakeWindow(parameters);
                break;
            case 'h' or 'l':
                SetModes(parameters, function == 'h');
                break;
            case ('?' << 8) | 'h' or ('?' << 8) | 'l':
                SetPrivateModes(parameters, (function & 0xff) == 'h');
                break;
            case (' ' << 8) | 'q':
                SetCursorShape(parameters[0]);
                break;
            case ('!' << 8) | 'p':
                SoftReset();
                break;
            case ('>' << 8) | 'u':
                Keyboard.Push(parameters[0]);
                break;
            case ('<' << 8) | 'u':
                Keyboard.Pop(parameters.OrOne(0, KeyboardStack.MaxDepth + 1));
                break;
            case ('=' << 8) | 'u':
                Keyboard.Set(parameters[0], parameters[1]);
                break;
            default:
                TakeEditing(function, parameters);
                break;
        }
    }

    private void MoveUp(int count)
    {
        var room = _grid.Y - _grid.ScrollTop;
        MoveBy(0, -(room >= 0 ? Math.Min(room, count) : count));
    }

    private void MoveDown(int count)
    {
        var room = _grid.ScrollBottom - _grid.Y;
        MoveBy(0, room >= 0 ? Math.Min(room, count) : count);
    }

    private void MoveBy(int columns, int rows)
    {
        ConfineCursor();
        MoveTo(_grid.X + columns, _grid.Y + rows);
    }

    private void MoveToColumn(int column) => MoveTo(column, _grid.Y);

    private void ClearTabs(int which)
    {
        if (which == 0)
            _grid.Tabs[_grid.X] = false;
        else if (which == 3)
            _grid.Tabs.Clear();
    }

    private void SetScrollRegion(Parameters parameters)
    {
        var top = parameters.OrOne(0, MaxMove);
        var bottom = parameters[1];
        if (bottom == 0 || bottom > Rows)
            bottom = Rows;
        if (bottom <= top)
            return;
        _grid.ScrollTop = top - 1;
        _grid.ScrollBottom = bottom - 1;
        MoveTo(0, 0);
    }

    private void SetCursorShape(int style)
    {
        var shape = style switch
        {
            0 => CursorShape.Default,
            1 or 2 => CursorShape.Block,
            3 or 4 => CursorShape.Underline,
            5 or 6 => CursorShape.Bar,
            _ => _modes.CursorShape,
        };
        _modes = _modes with { CursorShape = shape, CursorShapeBlinks = style % 2 == 1 };
    }
}
