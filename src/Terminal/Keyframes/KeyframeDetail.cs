namespace SessionShare.Terminal;

/// <summary>How much of a screen a keyframe carries; each less than the one before.</summary>
internal enum KeyframeDetail
{
    All,
    WithoutLinks,
    WithoutRenditions,
    Ascii,

    /// <summary>ASCII, and no main screen behind the alternate one: at most 1.3 MB.</summary>
    AsciiInFront,
}
