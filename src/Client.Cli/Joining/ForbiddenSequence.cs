namespace SessionShare.Cli.Joining;

/// <summary>Which terminal sequences of others never reach a viewer's terminal: questions, and what reaches beyond the screen. Names are those of xterm's ctlseqs.</summary>
internal static class ForbiddenSequence
{
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
        ('w', _) when sequence.EndsWith("$w", StringComparison.Ordinal) => true,    // DECRQPSR
        ('t', _) => sequence[..^1].Split(';')[0] is not ("22" or "23"), // XTWINOPS but for the stack of titles
        _ => false,
    };

    /// <param name="sequence">What follows ESC: the introducer, the text, and the end or what there is of it.</param>
    public static bool IsString(string sequence) => sequence[0] switch
    {
        ']' => IsOsc(sequence[1..].TrimEnd('\a', '\\', '\e')),
        'P' => sequence.StartsWith("P+", StringComparison.Ordinal) || sequence.StartsWith("P$q", StringComparison.Ordinal) || sequence.StartsWith("Ptmux;", StringComparison.Ordinal),
        // Kitty's graphics answer, and may read files.
        '_' => sequence.StartsWith("_G", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>52 and 5522 are clipboards; 1337 holds downloads and uploads; a lone question mark asks for a colour or a font.</summary>
    private static bool IsOsc(string text)
    {
        var fields = text.Split(';');
        return fields[0] is "52" or "5522" or "1337" || fields.Skip(1).Contains("?");
    }

    private static char Private(string sequence) => sequence[0] is '?' or '>' or '=' or '<' ? sequence[0] : '\0';
}
