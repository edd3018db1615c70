using System.Globalization;
using System.Text;

namespace SessionShare.Terminal;

/// <summary>Reads the standard marks of shells, from the bytes between `ESC ]` and the end. Bytes that are no UTF-8 read as U+FFFD.</summary>
/// <remarks>
/// <code>
/// 133 ; A|N|P|B|I|C|D [; EXITCODE] [; OPTION=VALUE]...     options: aid, k, cmdline_url (%XX), cmdline (as bash's %q writes; takes all the rest)
/// 633 ; A|B|C|D [; EXITCODE]
/// 633 ; E ; COMMANDLINE [; NONCE]       633 ; P ; Cwd=DIRECTORY      with \\ and \xHH
/// 7 ; file://HOST/DIRECTORY (%XX)       7 ; kitty-shell-cwd://HOST/DIRECTORY
/// 1337 ; CurrentDir=DIRECTORY           9 ; 9 ; DIRECTORY, perhaps in "
/// </code>
/// </remarks>
internal static class ShellHintSyntax
{
    private static readonly (byte[] Text, Func<string, ShellHint?> Read)[] Starts =
    [
        ("133;"u8.ToArray(), Read133),
        ("633;"u8.ToArray(), Read633),
        ("7;"u8.ToArray(), LocationOf),
        ("9;9;"u8.ToArray(), path => DirectoryOf(path.Trim('"'))),
        ("1337;CurrentDir="u8.ToArray(), DirectoryOf),
    ];

    /// <summary>Whether what starts so can be a mark.</summary>
    public static bool MayBeMark(ReadOnlySpan<byte> start)
    {
        foreach (var (known, _) in Starts)
        {
            if (start.StartsWith(known) || known.AsSpan().StartsWith(start))
                return true;
        }
        return false;
    }

    /// <returns>Null where it is no mark that tells anything.</returns>
    public static ShellHint? Parse(ReadOnlySpan<byte> text)
    {
        foreach (var (known, read) in Starts)
        {
            if (text.StartsWith(known))
                return read(Encoding.UTF8.GetString(text[known.Length..]));
        }
        return null;
    }

    private static ShellHint? Read133(string text)
    {
        if (Letter(text, out var rest) is not { } letter)
            return null;
        var options = ShellHintOptions.Read(rest);
        return letter switch
        {
            'A' or 'N' or 'P' when options.PromptKind is null or "i" => new ShellHint.Prompt(options.Shell),
            'B' or 'I' => new ShellHint.Input(),
            'C' => new ShellHint.Start(options.Shell, options.CommandLine),
            'D' => new ShellHint.End(options.Shell, CodeOf(rest)),
            _ => null,
        };
    }

    private static ShellHint? Read633(string text) => Letter(text, out var rest) switch
    {
        'A' => new ShellHint.Prompt(null),
        'B' => new ShellHint.Input(),
        'C' => new ShellHint.Start(null, null),
        'D' => new ShellHint.End(null, CodeOf(rest)),
        'E' => new ShellHint.Line(ShellHintText.Unescape(rest.Split(';')[0])),
        'P' when rest.StartsWith("Cwd=", StringComparison.Ordinal) => DirectoryOf(ShellHintText.Unescape(rest[4..])),
        _ => null,
    };

    /// <returns>The mark's letter, alone or before `;`.</returns>
    private static char? Letter(string text, out string rest)
    {
        rest = text.Length > 2 ? text[2..] : "";
        return text is [_] or [_, ';', ..] ? text[0] : null;
    }

    private static int? CodeOf(string rest)
    {
        var end = rest.IndexOf(';');
        return int.TryParse(end < 0 ? rest : rest[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : null;
    }

    private static ShellHint.Directory? LocationOf(string location)
    {
        var scheme = location.IndexOf("://", StringComparison.Ordinal);
        var path = scheme < 0 ? -1 : location.IndexOf('/', scheme + 3);
        if (path < 0)
            return null;
        return location[..scheme] switch
        {
            "file" => DirectoryOf(ShellHintText.UnescapePercent(location[path..])),
            "kitty-shell-cwd" => DirectoryOf(location[path..]),
            _ => null,
        };
    }

    private static ShellHint.Directory? DirectoryOf(string path) => path.Length > 0 ? new ShellHint.Directory(path) : null;
}
