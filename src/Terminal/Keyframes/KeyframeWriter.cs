namespace SessionShare.Terminal;

/// <summary>
/// Writes a screen as terminal output. Written to a reset terminal of the same size, it shows what the screen shows and leaves all else the same: cursor
/// and pending wrap, modes, colours, charsets, tab stops, scroll region, saved cursors, titles, keyboard flags, the main screen behind the alternate one.
/// It ends with the bytes of an escape sequence or character that has begun, so that what the program writes next continues rightly. The scrollback
/// is not part of it. Terminals that take emoji for wider still get every cell into its column.
/// </summary>
public static class KeyframeWriter
{
    /// <summary>
    /// A keyframe is never longer, whatever the screen shows. One that would be (some 50,000 cells of different colours) is made anew without links, then
    /// without colours and styles, then in ASCII alone, then without the main screen behind the alternate one.
    /// </summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    public static byte[] Write(Screen screen)
    {
        for (var detail = KeyframeDetail.All; ; detail++)
        {
            var keyframe = new Keyframe(screen, detail).Write();
            if (keyframe.Length <= MaxBytes || detail == KeyframeDetail.AsciiInFront)
                return keyframe;
        }
    }
}
