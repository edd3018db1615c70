namespace SessionShare.Terminal;

/// <summary>The states of the DEC parser (VT500 family), as vt100.net draws them.</summary>
internal enum ParserState : byte
{
    Ground,
    Escape,
    EscapeIntermediate,
    CsiEntry,
    CsiParameter,
    CsiIntermediate,
    CsiIgnore,
    DcsEntry,
    DcsParameter,
    DcsIntermediate,
    DcsIgnore,
    DcsData,
    OscText,

    /// <summary>SOS, PM and APC.</summary>
    Skipped,
}
