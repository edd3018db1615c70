using System.Globalization;
using System.Text;
using SessionShare.Terminal;

namespace SessionShare.Cli.Painting;

/// <summary>What a program has switched in its terminal, as far as it differs from a reset one.</summary>
internal static class ModePaint
{
    public static void Append(StringBuilder to, Screen screen)
    {
        var modes = screen.Modes;
        foreach (var (number, on) in Switched(modes))
            to.Append(CultureInfo.InvariantCulture, $"\e[?{number}{(on ? 'h' : 'l')}");
        if (modes.ApplicationKeypad)
            to.Append("\e=");
        if (modes.Insert)
            to.Append("\e[4h");
        if (screen.KeyboardFlags != 0)
            to.Append(CultureInfo.InvariantCulture, $"\e[={screen.KeyboardFlags};1u");
        if (modes.CursorShape != CursorShape.Default)
            to.Append(CultureInfo.InvariantCulture, $"\e[{((int)modes.CursorShape * 2) - (modes.CursorShapeBlinks ? 1 : 0)} q");
    }

    private static IEnumerable<(int Number, bool On)> Switched(ScreenModes modes)
    {
        if (modes.ApplicationCursorKeys)
            yield return (1, true);
        if (!modes.Wraparound)
            yield return (7, false);
        if (!modes.CursorVisible)
            yield return (25, false);
        if (modes.BracketedPaste)
            yield return (2004, true);
        if (modes.FocusEvents)
            yield return (1004, true);
        if (Mouse(modes.MouseTracking) is { } mouse)
            yield return (mouse, true);
        if (modes.MouseEncoding != MouseEncoding.Default)
            yield return (modes.MouseEncoding == MouseEncoding.Sgr ? 1006 : 1016, true);
    }

    private static int? Mouse(MouseTracking tracking) => tracking switch
    {
        MouseTracking.Press => 9,
        MouseTracking.Click => 1000,
        MouseTracking.Drag => 1002,
        MouseTracking.Any => 1003,
        _ => null,
    };
}
