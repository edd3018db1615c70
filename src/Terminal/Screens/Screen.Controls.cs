namespace SessionShare.Terminal;

public sealed partial class Screen
{
    /// <summary>A control character, C0 or C1.</summary>
    internal void Execute(int code)
    {
        switch (code)
        {
            case 0x08:
                Backspace();
                break;
            case 0x09:
                if (_grid.X < Columns)
                    _grid.X = _grid.Tabs.After(_grid.X, Columns);
                break;
            case 0x0a or 0x0b or 0x0c:
                LineFeed();
                break;
            case 0x0d:
                _grid.X = 0;
                break;
            case 0x0e:
                ShiftTo(1);
                break;
            case 0x0f:
                ShiftTo(0);
                break;
            case 0x84:
                Index();
                break;
            case 0x85:
                _grid.X = 0;
                Index();
                break;
            case 0x88:
                _grid.Tabs[_grid.X] = true;
                break;
        }
        EndSequence();
    }

    /// <param name="function">The final byte, with the intermediates above it.</param>
    internal void TakeEscape(int function)
    {
        switch (function)
        {
            case '7':
                SaveCursor();
                break;
            case '8':
                RestoreCursor();
                break;
            case 'D':
                Index();
                break;
            case 'E':
                _grid.X = 0;
                Index();
                break;
            case 'H':
                _grid.Tabs[_grid.X] = true;
                break;
            case 'M':
                ReverseIndex();
                break;
            case 'c':
                Reset();
                break;
            case '=':
                _modes = _modes with { ApplicationKeypad = true };
                break;
            case '>':
                _modes = _modes with { ApplicationKeypad = false };
                break;
            case '~':
                ShiftTo(1);
                break;
            case 'n' or '}':
                ShiftTo(2);
                break;
            case 'o' or '|':
                ShiftTo(3);
                break;
            case ('#' << 8) | '8':
                FillWithE();
                break;
            case ('%' << 8) | '@' or ('%' << 8) | 'G':
                ShiftTo(0);
                Designate(0, null);
                break;
            default:
                TakeDesignation((char)(function >> 8), (char)(function & 0xff));
                break;
        }
    }

    private void TakeDesignation(char target, char final)
    {
        var which = target switch { '(' => 0, ')' or '-' => 1, '*' or '.' => 2, '+' => 3, _ => -1 };
        if (which >= 0 && Charset.TryFind(final, out var charset))
            Designate(which, charset);
    }

    private void LineFeed()
    {
        var grid = _grid;
        if (_modes.NewLine)
            grid.X = 0;
        grid.Y++;
        if (grid.Y == grid.ScrollBottom + 1)
        {
            grid.Y--;
            grid.Scroll(EraseFill(), wrapped: false);
        }
        else if (grid.Y >= Rows)
            grid.Y = Rows - 1;
        else
            grid.Row(grid.Y).IsWrapped = false;
        if (grid.X >= Columns)
            grid.X--;
    }

    private void Index()
    {
        ConfineCursor();
        _grid.Y++;
        if (_grid.Y == _grid.ScrollBottom + 1)
        {
            _grid.Y--;
            _grid.Scroll(EraseFill(), wrapped: false);
        }
        ConfineCursor();
    }

    private void ReverseIndex()
    {
        ConfineCursor();
        if (_grid.Y == _grid.ScrollTop)
        {
            _grid.RollDown(_grid.ScrollTop, _grid.ScrollBottom, EraseFill());
            return;
        }
        _grid.Y--;
        ConfineCursor();
    }

    private void Backspace()
    {
        if (!_modes.ReverseWraparound)
        {
            ConfineCursor();
            _grid.X = Math.Max(_grid.X - 1, 0);
            return;
        }
        ConfineCursor(Columns);
        if (_grid.X > 0)
            _grid.X--;
        else if (_grid.Y > _grid.ScrollTop && _grid.Y <= _grid.ScrollBottom && _grid.Row(_grid.Y).IsWrapped)
        {
            _grid.Row(_grid.Y).IsWrapped = false;
            _grid.Y--;
            _grid.X = Columns - 1;
            // A wide character that did not fit has left the last cell empty.
            var last = _grid.Row(_grid.Y)[_grid.X];
            if (last.Width > 0 && !last.HasContent)
                _grid.X--;
        }
        ConfineCursor();
    }

    /// <summary>DECALN.</summary>
    private void FillWithE()
    {
        var fill = new Cell(Glyph.Of('E', 1), NumberOf(_pen with { Underline = _pen.Underline == Underline.None ? Underline.None : Underline.Single, UnderlineColour = default, Link = 0 }));
        MoveTo(0, 0);
        // In origin mode xterm.js spares what is above the scroll region, but not on the alternate screen.
        for (var row = IsAlternate ? 0 : _grid.Y; row < Rows; row++)
            _grid.Row(row).Clear(fill);
        MoveTo(0, 0);
    }

    private void SaveCursor() => _grid.Saved = new SavedCursor(_grid.X, _grid.ScrolledOut + _grid.Y, _pen, _charset);

    private void RestoreCursor()
    {
        var saved = _grid.Saved;
        _grid.X = saved.Column;
        _grid.Y = Math.Max(saved.Row - _grid.ScrolledOut, 0);
        SetPen(saved.Pen with { Link = _pen.Link });
        _charset = saved.Charset;
        ConfineCursor();
    }

    /// <summary>RIS. The title, redefined colours, LNM and the blinking of the cursor outlive it, as in xterm.js.</summary>
    private void Reset()
    {
        _parser.Reset();
        _grid = _main;
        foreach (var grid in (ReadOnlySpan<Grid>)[_main, _alternate])
        {
            grid.Clear();
            grid.Saved = default;
        }
        _main.Fill(Cell.Blank);
        SetPen(default);
        ResetCharsets();
        _mainKeyboard.Reset();
        _alternateKeyboard.Reset();
        _modes = new ScreenModes { NewLine = _modes.NewLine, CursorBlink = _modes.CursorBlink };
    }

    /// <summary>DECSTR.</summary>
    private void SoftReset()
    {
        _modes = new ScreenModes
        {
            NewLine = _modes.NewLine,
            CursorBlink = _modes.CursorBlink,
            MouseTracking = _modes.MouseTracking,
            MouseEncoding = _modes.MouseEncoding,
        };
        _grid.ScrollTop = 0;
        _grid.ScrollBottom = Rows - 1;
        SetPen(default);
        ResetCharsets();
        _grid.Saved = new SavedCursor(0, _grid.ScrolledOut, default, null);
    }

    private void ResetCharsets()
    {
        Array.Clear(_charsets);
        _charset = null;
        _shift = 0;
    }

    /// <summary>Brings the cursor back onto the screen, in origin mode into the scroll region.</summary>
    /// <param name="lastColumn">Default: the last column; <see cref="Columns"/> keeps a pending wrap.</param>
    private void ConfineCursor(int lastColumn = -1)
    {
        var grid = _grid;
        grid.X = Math.Clamp(grid.X, 0, lastColumn < 0 ? Columns - 1 : lastColumn);
        grid.Y = _modes.Origin ? Math.Clamp(grid.Y, grid.ScrollTop, grid.ScrollBottom) : Math.Clamp(grid.Y, 0, Rows - 1);
    }

    private void MoveTo(int column, int row)
    {
        _grid.X = column;
        _grid.Y = row + (_modes.Origin ? _grid.ScrollTop : 0);
        ConfineCursor();
    }
}
