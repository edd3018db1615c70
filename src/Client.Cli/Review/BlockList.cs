using System.Globalization;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.UnsharedShell;
using SessionShare.Client;

namespace SessionShare.Cli.Review;

/// <summary>`sessionshare blocks LINK|ID`: a session's commands.</summary>
internal static class BlockList
{
    public static async Task<int> Write(SessionTarget session, IReadOnlyList<Uri>? servers, bool json, Surroundings surroundings, CancellationToken cancellationToken)
    {
        await using var history = await SessionHistory.Open(session, servers, WatchFrom.Now, surroundings, cancellationToken);
        if (!json)
            surroundings.Output.WriteLine(Line("BLOCK", "EXIT", "TOOK", "BEGAN", "COMMAND"));
        await foreach (var block in history.Blocks(cancellationToken))
        {
            var facts = BlockFacts.Of(block, history.Present.StartedAt);
            surroundings.Output.WriteLine(json ? JsonLine.Of(facts) : Line(facts, surroundings.Time));
        }
        return 0;
    }

    private static string Line(BlockFacts facts, TimeProvider time) => Line(
        facts.Block.ToString(CultureInfo.InvariantCulture),
        facts.Running ? "" : facts.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "?",
        BlocksCommand.Took(facts.Seconds),
        Moment.Here(facts.StartedAt, time),
        Printable.Text(facts.Command ?? "?", 200) + (facts.RanBy is { } other ? $"  (by {Printable.Text(other)})" : ""));

    private static string Line(string block, string exit, string took, string began, string command) => $"{block,6}  {exit,4}  {took,10}  {began,-16}  {command}";
}
