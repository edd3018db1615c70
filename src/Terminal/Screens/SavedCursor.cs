namespace SessionShare.Terminal;

/// <summary>What DECSC keeps.</summary>
/// <param name="Row">Counted from the oldest row of the scrollback, as in xterm.js: text that scrolls takes it along.</param>
/// <param name="Pen">Its link is not restored.</param>
/// <param name="Charset">Null: ASCII.</param>
internal readonly record struct SavedCursor(int Column, int Row, Rendition Pen, Charset? Charset);
