using SessionShare.Protocol;

namespace SessionShare.Cli.Painting;

/// <summary>Cells of a row of the session's screen that somebody points at.</summary>
/// <param name="Person">Who.</param>
/// <param name="Row">From the screen's top.</param>
/// <param name="From">The first cell.</param>
/// <param name="To">Behind the last; those without text at the end of the row are not shown.</param>
/// <param name="IsNamed">Whose it is stands behind this row, where there is room.</param>
internal readonly record struct Highlight(Person Person, int Row, int From, int To, bool IsNamed);
