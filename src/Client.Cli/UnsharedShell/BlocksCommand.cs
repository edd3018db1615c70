using System.CommandLine;
using System.Globalization;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Review;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Cli.UnsharedShell.Picking;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>`sessionshare blocks`.</summary>
internal static class BlocksCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var target = SessionArgument.Create();
        target.Arity = ArgumentArity.ZeroOrOne;
        return new Command("blocks", "List the commands of a session, or, without one, of the shell that this runs in.") { target, CommonOptions.Json, CommonOptions.Server }
            .Does(surroundings, async (parsed, interruption) =>
            {
                if (parsed.GetValue(target) is { } session)
                    return await BlockList.Write(session, parsed.GetValue(CommonOptions.Server), parsed.GetValue(CommonOptions.Json), surroundings, interruption.Token);
                using var shell = await ShellClient.Find(surroundings, interruption.Token)
                    ?? throw new CliFailure(Reasons.Exit.Failed, "This is no shell of SessionShare's: sessionshare shell or sessionshare share starts one, and blocks is run inside it, or with a session's link or id.");
                var blocks = (await shell.Ask(ShellAsk.Blocks, null, interruption.Token)).Blocks ?? [];
                // The list is for this terminal: it may tell of commands that a session is not told of.
                using var passage = new PassageOutput(shell.State.Passage, surroundings.Output, LocalTerminal.IsTerminal(1));
                foreach (var line in parsed.GetValue(CommonOptions.Json) ? blocks.Select(JsonLine.Of) : Table(blocks))
                    surroundings.Output.WriteLine(line);
                return 0;
            });
    }

    internal static IEnumerable<string> Table(IReadOnlyList<BlockLine> blocks)
    {
        const string row = "{0,6}  {1,4}  {2,10}  {3,10}  {4,-12}  {5}";
        yield return string.Format(CultureInfo.InvariantCulture, row, "BLOCK", "EXIT", "TOOK", "BYTES", "BEGAN", "COMMAND");
        foreach (var block in blocks)
        {
            yield return string.Format(
                CultureInfo.InvariantCulture,
                row,
                block.Block,
                block.Running ? "" : $"{block.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "?"}",
                Took(block.DurationSeconds),
                PickerPage.Bytes(block.Bytes),
                PickerPage.Age(block.AgeSeconds),
                Printable.Text(block.Command ?? "?", 200) + Remark(block));
        }
    }

    internal static string Took(double? seconds) => seconds switch
    {
        null => "runs",
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 3600} h"),
    };

    private static string Remark(BlockLine block) => (block.Held switch
    {
        "nothing" => "  (output dropped)",
        "tail" => "  (its first output dropped)",
        _ => "",
    }) + (block.RanBy is { } other ? $"  (by {OwnTitle.NameOf(other)})" : "") + (block.SharedAs is { } number ? number == block.Block ? "  (shared)" : $"  (shared, as block {number})" : "");
}
