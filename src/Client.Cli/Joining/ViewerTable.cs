using System.Globalization;

namespace SessionShare.Cli.Joining;

/// <summary>
/// What a session may do to a viewer's terminal: the one table. What is not in it does not reach that terminal. Names are those of xterm's ctlseqs; docs/security.md says the same in words.
/// </summary>
internal static class ViewerTable
{
    /// <summary>ESC and one character, or with `(` and its like before it.</summary>
    private static readonly HashSet<string> Escapes =
    [
        // Saved cursors, keypad, index, next line, tab stop, reverse index, columns, shifts between charsets. A full reset (c) becomes an empty screen.
        "7", "8", "=", ">", "D", "E", "H", "M", "6", "9", "N", "O", "n", "o", "|", "}", "~", "\\",
        // Double size, and the test pattern.
        "#3", "#4", "#5", "#6", "#8",
    ];

    /// <summary>Control sequences: prefix, intermediate characters, final character.</summary>
    private static readonly HashSet<string> Controls =
    [
        // Cursor, tabs, erasing, inserting, deleting, scrolling, repeating, saving the cursor.
        "A", "B", "C", "D", "E", "F", "G", "H", "I", "Z", "`", "a", "d", "e", "f", "g", "J", "K", "?J", "?K", "@", "P", "X", "L", "M", "S", "T", "^", "b", "r", "s", "u", " @", " A", "?W",
        // Looks of text, and their stacks; the cursor's shape; protection.
        "m", "#p", "#q", "#{", "#}", "#P", "#Q", " q", "\"q",
        // Modes: those below. Which keys are sent how: keys are the person's. A soft reset.
        "h", "l", "?h", "?l", "?s", "?r", ">m", ">n", ">u", "<u", "=u", ">p", "!p",
        // Rectangles and columns.
        "$r", "$t", "$v", "$x", "$z", "${", "*x", "'}", "'~",
        // The stack of titles: 22 and 23 alone.
        "t",
    ];

    private static readonly HashSet<int> Modes = [4, 20];

    /// <summary>
    /// Modes of DEC and xterm: cursor keys, reverse video, origin, wrap, repeat, cursor, margins, mouse, screens, pastes, synchronized output, sixel. Those in which a terminal reports on its own
    /// (focus 1004, colour scheme 2031, size 2048), or resizes itself (3, 40), are not among them.
    /// </summary>
    private static readonly HashSet<int> PrivateModes =
        [1, 2, 5, 6, 7, 8, 9, 12, 25, 45, 47, 66, 69, 80, 1000, 1001, 1002, 1003, 1005, 1006, 1007, 1015, 1016, 1047, 1048, 1049, 1070, 2004, 2026, 8452];

    private static readonly HashSet<int> ReportingModes = [1004, 2031, 2048];

    /// <summary>
    /// Commands of the system that set something on the screen, never asked with `?`: titles; palette and colours, all given back at the end; links; marks of prompts. Not: clipboards (52, 5522), notifications (9, 99,
    /// 777), files (1337, 5113), folders (7, 9;9), fonts (50), log files (46), properties of the window (3), what asks (21, 60, 61).
    /// </summary>
    private static readonly HashSet<int> Commands = [0, 1, 2, 4, 5, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 104, 105, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 133];

    /// <summary>What a click may open.</summary>
    private static readonly string[] Schemes = ["http://", "https://", "mailto:"];

    /// <summary>At most one bell within so long.</summary>
    public static readonly TimeSpan BetweenBells = TimeSpan.FromMilliseconds(500);

    /// <param name="sequence">What follows ESC.</param>
    public static bool AdmitsEscape(string sequence) => Escapes.Contains(sequence) || sequence is ['(' or ')' or '*' or '+' or '-' or '.' or '/', _, ..];

    /// <summary>What of a control sequence passes: all, nothing (empty), or the modes that do.</summary>
    /// <param name="sequence">What follows ESC [, with its final character.</param>
    public static string Admitted(string sequence) => (Function(sequence), sequence[..^1]) switch
    {
        (var function, _) when !Controls.Contains(function) => "",
        // The person's own scrollback.
        ("J", "3") => "",
        ("t", not ("22" or "22;0" or "22;1" or "22;2" or "23" or "23;0" or "23;1" or "23;2" or "22;0;0" or "23;0;0")) => "",
        ("h" or "l", _) => WithModes(sequence, Modes),
        ("?h" or "?s" or "?r", _) => WithModes(sequence, PrivateModes),
        ("?l", _) => WithModes(sequence, [.. PrivateModes, .. ReportingModes]),
        _ => sequence,
    };

    /// <summary>Strings: commands of the system, and pictures in sixel.</summary>
    /// <param name="sequence">What follows ESC: the introducer, the text, and the end or what there is of it.</param>
    public static bool AdmitsString(string sequence) => sequence[0] switch
    {
        ']' => AdmitsCommand(sequence[1..].TrimEnd('\a', '\\', '\e')),
        'P' => sequence[1..].TrimStart([.. "0123456789;"]).StartsWith('q'),
        _ => false,
    };

    private static bool AdmitsCommand(string text)
    {
        var fields = text.Split(';');
        return int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Commands.Contains(number)
            && !fields.Skip(1).Contains("?")
            && (number != 8 || AdmitsLink(fields));
    }

    /// <summary>The end of a link does; its beginning where the address is one that a browser opens.</summary>
    private static bool AdmitsLink(string[] fields) =>
        fields is not [_, _, var address, ..] || AdmitsAddress(address);

    /// <summary>An address that a click may open; or none.</summary>
    public static bool AdmitsAddress(string address) => address.Length == 0 || Schemes.Any(scheme => address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    private static string Function(string sequence) =>
        (sequence[0] is '?' or '>' or '=' or '<' ? sequence[..1] : "") + string.Concat(sequence.Where(character => character is >= ' ' and <= '/')) + sequence[^1];

    private static string WithModes(string sequence, HashSet<int> admitted)
    {
        var prefix = sequence[0] == '?' ? "?" : "";
        var modes = sequence[prefix.Length..^1].Split(';');
        var left = modes.Where(mode => int.TryParse(mode, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && admitted.Contains(number)).ToList();
        return left.Count == modes.Length ? sequence : left.Count == 0 ? "" : $"{prefix}{string.Join(';', left)}{sequence[^1]}";
    }
}
