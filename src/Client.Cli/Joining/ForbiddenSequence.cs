namespace SessionShare.Cli.Joining;

/// <summary>Which terminal sequences of others never reach a viewer's terminal: questions, and what reaches beyond the screen. Names are those of xterm's ctlseqs.</summary>
internal static class ForbiddenSequence
{
    /// <summary>
    /// Modes in which a terminal reports on its own, some at once: focus, colour scheme, size. Such a report would be typed into the session. Keys and
    /// the mouse are the person's, so their modes are not here.
    /// </summary>
    private static readonly string[] ReportingModes = ["1004", "2031", "2048"];

    /// <param name="sequence">What follows ESC [, with its final character.</param>
    public static bool IsCsi(string sequence) => (sequence[^1], Private(sequence)) switch
    {
        ('c', not '?') => true,                                         // DA: which terminal are you?
        ('n', not '>') => true,                                         // DSR: where is the cursor?
        ('p', _) when sequence.EndsWith("$p", StringComparison.Ordinal) => true,    // DECRQM: is this mode set?
        ('q', '>') => true,                                             // XTVERSION
        ('u', '?') => true,                                             // kitty: which keyboard flags?
        ('m', '?') => true,                                             // XTQMODKEYS
        ('S', '?') => true,                                             // XTSMGRAPHICS
        ('x', _) when !sequence.Contains('$') => true,                  // DECREQTPARM
        ('y', _) when sequence.EndsWith("*y", StringComparison.Ordinal) => true,    // DECRQCRA: what is on the screen?
        ('|', _) when sequence.EndsWith("'|", StringComparison.Ordinal) => true,    // DECRQLP: where is the mouse?
        ('u', _) when sequence.EndsWith("&u", StringComparison.Ordinal) || sequence.EndsWith("$u", StringComparison.Ordinal) => true,  // DECRQUPSS, DECRQTSR
        ('v', _) when sequence.EndsWith("\"v", StringComparison.Ordinal) => true,   // DECRQDE: which part is shown?
        ('g', '?') => true,                                             // XTQFMTKEYS
        ('R' or 'S' or '|', _) when sequence[^2..^1] == "#" => true,     // XTREPORTCOLORS, XTTITLEPOS, XTREPORTSGR
        ('h', '?') => sequence[1..^1].Split(';').Any(mode => ReportingModes.Contains(mode)),
        ('w', _) when sequence.EndsWith("$w", StringComparison.Ordinal) => true,    // DECRQPSR
        ('t', _) => sequence[..^1].Split(';')[0] is not ("22" or "23"), // XTWINOPS but for the stack of titles
        _ => false,
    };

    /// <param name="sequence">What follows ESC: the introducer, the text, and the end or what there is of it.</param>
    public static bool IsString(string sequence) => sequence[0] switch
    {
        ']' => IsOsc(sequence[1..].TrimEnd('\a', '\\', '\e')),
        'P' => IsDcs(sequence[1..].TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ';')),
        // Kitty's graphics answer, and may read files.
        '_' => sequence.StartsWith("_G", StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsDcs(string text) =>
        text.StartsWith('+') || text.StartsWith("$q", StringComparison.Ordinal) || text.StartsWith("tmux;", StringComparison.Ordinal);

    /// <summary>52 and 5522 are clipboards; 1337 holds downloads and uploads, 5113 too; 60 and 61 ask what is allowed; 21 and 99 ask with NAME=?; a lone question mark asks for a colour or a font.</summary>
    private static bool IsOsc(string text)
    {
        var fields = text.Split(';');
        return fields[0] is "52" or "5522" or "1337" or "5113" or "60" or "61"
            || fields.Skip(1).Contains("?")
            || (fields[0] is "21" or "99" && fields.Skip(1).Any(field => field.EndsWith("=?", StringComparison.Ordinal)));
    }

    private static char Private(string sequence) => sequence[0] is '?' or '>' or '=' or '<' ? sequence[0] : '\0';
}
