namespace SessionShare.Terminal;

public sealed partial class Screen
{
    private readonly KeyboardStack _mainKeyboard = new();
    private readonly KeyboardStack _alternateKeyboard = new();

    /// <summary>The kitty keyboard protocol's flags in force.</summary>
    public int KeyboardFlags => Keyboard.Current;

    private void SetModes(Parameters parameters, bool on)
    {
        for (var at = 0; at < parameters.Count; at++)
            _modes = parameters[at] switch
            {
                4 => _modes with { Insert = on },
                20 => _modes with { NewLine = on },
                _ => _modes,
            };
    }

    private void SetPrivateModes(Parameters parameters, bool on)
    {
        for (var at = 0; at < parameters.Count; at++)
            SetPrivateMode(parameters[at], on);
    }

    private void SetPrivateMode(int mode, bool on)
    {
        switch (mode)
        {
            case 2 when on:
                for (var which = 0; which < _charsets.Length; which++)
                    Designate(which, null);
                break;
            case 6:
                _modes = _modes with { Origin = on };
                MoveTo(0, 0);
                break;
            case 47 or 1047:
                ShowAlternate(on);
                break;
            case 1048:
                SaveOrRestore(on);
                break;
            case 1049:
                if (on)
                    SaveCursor();
                ShowAlternate(on);
                if (!on)
                    RestoreCursor();
                break;
            default:
                _modes = Switched(mode, on);
                break;
        }
    }

    private ScreenModes Switched(int mode, bool on) => mode switch
    {
        1 => _modes with { ApplicationCursorKeys = on },
        7 => _modes with { Wraparound = on },
        9 => _modes with { MouseTracking = on ? MouseTracking.Press : MouseTracking.None },
        12 => _modes with { CursorBlink = on },
        25 => _modes with { CursorVisible = on },
        45 => _modes with { ReverseWraparound = on },
        66 => _modes with { ApplicationKeypad = on },
        1000 => _modes with { MouseTracking = on ? MouseTracking.Click : MouseTracking.None },
        1002 => _modes with { MouseTracking = on ? MouseTracking.Drag : MouseTracking.None },
        1003 => _modes with { MouseTracking = on ? MouseTracking.Any : MouseTracking.None },
        1004 => _modes with { FocusEvents = on },
        1006 => _modes with { MouseEncoding = on ? MouseEncoding.Sgr : MouseEncoding.Default },
        1016 => _modes with { MouseEncoding = on ? MouseEncoding.SgrPixels : MouseEncoding.Default },
        2004 => _modes with { BracketedPaste = on },
        2026 => _modes with { SynchronizedOutput = on },
        _ => _modes,
    };

    private void SaveOrRestore(bool save)
    {
        if (save)
            SaveCursor();
        else
            RestoreCursor();
    }

    /// <summary>The cursor stays where it is; the alternate screen is empty whenever it is entered.</summary>
    private void ShowAlternate(bool on)
    {
        if (on == IsAlternate)
            return;
        var (from, to) = on ? (_main, _alternate) : (_alternate, _main);
        if (on)
            _alternate.Fill(EraseFill());
        (to.X, to.Y) = (from.X, from.Y);
        if (!on)
            _alternate.Clear();
        _grid = to;
    }
}
