using System.Globalization;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Painting;

/// <summary>A person's colour on a terminal: the one of their avatar, as near as the 256 colours that every terminal has come to it.</summary>
internal static class PersonColour
{
    private static readonly int[] Steps = [0, 95, 135, 175, 215, 255];

    /// <summary>White letters on the person's colour.</summary>
    public static string Sgr(Person person) => string.Create(CultureInfo.InvariantCulture, $"\e[48;5;{Index(person.Avatar.Colour)};97m");

    /// <summary>The person's name on their colour.</summary>
    public static string Chip(Person person, int length = 20) => $"{Sgr(person)} {Printable.Text(ShortName(person), length)} \e[0m";

    /// <summary>What a person is called where there is little room.</summary>
    public static string ShortName(Person person) => person.Email is { } email && email.IndexOf('@') is var at and > 0 ? email[..at] : person.Name.Length > 0 ? person.Name : "guest";

    /// <summary>The nearest of the colour cube.</summary>
    internal static int Index(string colour)
    {
        var value = int.Parse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return 16 + (36 * Step(value >> 16)) + (6 * Step((value >> 8) & 0xff)) + Step(value & 0xff);
    }

    private static int Step(int level) => Enumerable.Range(0, Steps.Length).MinBy(step => Math.Abs(Steps[step] - level));
}
