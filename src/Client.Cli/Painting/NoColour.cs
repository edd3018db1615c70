using System.Text.RegularExpressions;

namespace SessionShare.Cli.Painting;

/// <summary>
/// Our own lines for who wants no colours (NO_COLOR): what stands on a colour is inverse, letters are as the terminal has them; bold, underlined and inverse stay. What the session shows is not ours.
/// </summary>
internal static partial class NoColour
{
    /// <summary>Whether the environment asks for it.</summary>
    public static bool IsAskedFor(CommandLine.Surroundings surroundings) => surroundings.Variable("NO_COLOR") is not null;

    /// <summary>A line with looks (SGR sequences), without its colours.</summary>
    public static string Of(string line) => Looks().Replace(line, look =>
    {
        if (look.Groups[1].Length == 0)
            return look.Value;
        var left = Without(look.Groups[1].Value.Split(';')).ToList();
        return left.Count == 0 ? "" : $"\e[{string.Join(';', left)}m";
    });

    private static IEnumerable<string> Without(string[] codes)
    {
        for (var at = 0; at < codes.Length; at++)
        {
            var code = codes[at];
            if (code is "48" or ['4', >= '0' and <= '7'] or ['1', '0', >= '0' and <= '7'])
                yield return "7";
            else if (code == "49")
                yield return "27";
            else if (!IsLetters(code))
                yield return code;
            if (code is "38" or "48")
                at += codes.ElementAtOrDefault(at + 1) == "2" ? 4 : 2;
        }
    }

    private static bool IsLetters(string code) => code is "38" or "39" or ['3' or '9', >= '0' and <= '7'];

    [GeneratedRegex(@"\e\[([0-9;]*)m")]
    private static partial Regex Looks();
}
