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

    /// <summary>The inputs that make up what a terminal heard of one participant; null where it is not made up of whole ones.</summary>
    public static List<(int Viewer, int Number)>? Read(IReadOnlyCollection<byte> heard)
    {
        var text = Encoding.ASCII.GetString([.. heard]);
        var inputs = new List<(int, int)>();
        var at = 0;
        foreach (Match match in Form().Matches(text))
        {
            if (match.Index != at || match.Groups[4].Length != int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture))
                return null;
            at += match.Length;
            inputs.Add((int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)));
        }

        return at == text.Length ? inputs : null;
    }

    [GeneratedRegex(@"<(\d+)\.(\d+)\.(\d+)(x*)>")]
    private static partial Regex Form();
}
