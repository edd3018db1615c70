using System.Globalization;
using SessionShare.Cli.Drafting;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>A command in a list, as a person reads it.</summary>
internal static class BlockText
{
    /// <param name="pointing">Who of the others points at it.</param>
    public static string Line(Block block, bool isMarked, IEnumerable<Person> pointing) =>
        $"{(isMarked ? "●" : " ")} {block.Number,4} {Outcome(block)} {Time(block),8}  {Runs.Line(block.Command ?? "(not told)", 200)}{(block.RanBy is { } by ? $"  {PersonColour.Chip(by)}" : "")}{string.Concat(pointing.Select(person => $"  ◂ {PersonColour.Chip(person)}"))}";

    private static string Outcome(Block block) => block switch
    {
        { LastSequence: null } => "\e[33m…\e[39m   ",
        { ExitCode: null } => "·   ",
        { ExitCode: 0 } => "\e[32m✓\e[39m   ",
        { ExitCode: var code } => $"\e[31m✗\e[39m{code,-3}",
    };

    private static string Time(Block block) => block.EndedAt is { } end
        ? (end - block.StartedAt) switch
        {
            < 1_000_000 and var micros => string.Create(CultureInfo.InvariantCulture, $"{micros / 1000} ms"),
            < 120_000_000 and var micros => string.Create(CultureInfo.InvariantCulture, $"{micros / 1e6:0.0} s"),
            var micros => string.Create(CultureInfo.InvariantCulture, $"{micros / 60_000_000} min"),
        }
        : "runs";
}
