using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SessionShare.Simulation;

/// <summary>What viewers type: each input names its viewer and its number, and is as long as it says.</summary>
internal static partial class Input
{
    public static byte[] Of(int viewer, int number, int size)
    {
        var filler = new string('x', size);
        return Encoding.ASCII.GetBytes($"<{viewer}.{number}.{size}{filler}>");
    }

    /// <summary>
    /// The inputs that make up what a terminal heard of one participant; null where it is not made up of whole ones. A long input goes in pieces: where something died in between, what is
    /// not whole is passed over.
    /// </summary>
    public static List<(int Viewer, int Number)>? Read(IReadOnlyCollection<byte> heard, bool wholly)
    {
        var text = Encoding.ASCII.GetString([.. heard]);
        var inputs = new List<(int, int)>();
        var at = 0;
        foreach (Match match in Form().Matches(text))
        {
            var isWhole = match.Groups[4].Length == int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
            if (wholly && (match.Index != at || !isWhole))
                return null;
            if (!isWhole)
                continue;
            at += match.Length;
            inputs.Add((int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)));
        }

        return at == text.Length || !wholly ? inputs : null;
    }

    [GeneratedRegex(@"<(\d+)\.(\d+)\.(\d+)(x*)>")]
    private static partial Regex Form();
}
