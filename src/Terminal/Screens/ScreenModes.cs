namespace SessionShare.Terminal;

/// <summary>Which mouse events the program asks for.</summary>
public enum MouseTracking : byte
{
    None,

    /// <summary>Presses (9).</summary>
    Press,

    /// <summary>Presses and releases (1000).</summary>
    Click,

    /// <summary>Also motion while a button is down (1002).</summary>
    Drag,

    /// <summary>All motion (1003).</summary>
    Any,
}

/// <summary>How mouse events are written.</summary>
public enum MouseEncoding : byte
{
    Default,

    /// <summary>1006.</summary>
    Sgr,

    /// <summary>1016.</summary>
    SgrPixels,
}

/// <summary>The cursor's form (DECSCUSR).</summary>
public enum CursorShape : byte
{
    /// <summary>The terminal's own.</summary>
    Default,
    Block,
    Underline,
    Bar,
}

/// <summary>What a program has switched. The initial value is a reset terminal's.</summary>
public readonly record struct ScreenModes()
{
    /// <summary>DECCKM, 1.</summary>
    public bool ApplicationCursorKeys { get; init; }

    /// <summary>DECNKM, 66, or ESC =.</summary>
    public bool ApplicationKeypad { get; init; }

    /// <summary>2004.</summary>
    public bool BracketedPaste { get; init; }

    /// <summary>IRM.</summary>
    public bool Insert { get; init; }

    /// <summary>LNM: a line feed returns the cursor too.</summary>
    public bool NewLine { get; init; }

    /// <summary>DECOM, 6.</summary>
    public bool Origin { get; init; }

    /// <summary>DECAWM, 7.</summary>
    public bool Wraparound { get; init; } = true;

    /// <summary>45.</summary>
    public bool ReverseWraparound { get; init; }

    /// <summary>1004.</summary>
    public bool FocusEvents { get; init; }

    /// <summary>2026: the program is drawing.</summary>
    public bool SynchronizedOutput { get; init; }

    /// <summary>DECTCEM, 25.</summary>
    public bool CursorVisible { get; init; } = true;

    /// <summary>12: the cursor blinks, where <see cref="CursorShape"/> is the terminal's own.</summary>
    public bool CursorBlink { get; init; }

    public CursorShape CursorShape { get; init; }

    /// <summary>The shape that DECSCUSR asked for blinks.</summary>
    public bool CursorShapeBlinks { get; init; }

    public MouseTracking MouseTracking { get; init; }

    public MouseEncoding MouseEncoding { get; init; }
}
