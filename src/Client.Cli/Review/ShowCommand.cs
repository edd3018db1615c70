using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Pty;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Review;

/// <summary>`sessionshare show`.</summary>
internal static class ShowCommand
{
    private static readonly Option<bool> Output = new("--output") { Description = "Only its output, byte for byte; on a terminal without what would make it answer." };

    private static readonly Option<bool> Command = new("--command") { Description = "Only its command line." };

    public static Command Create(Surroundings surroundings)
    {
        var target = BlockTarget.Argument();
        var command = new Command("show", "Show one command of a session with its output, also of one that has ended and is kept.") { target, Output, Command, CommonOptions.Json, CommonOptions.Server };
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(Output), result.GetValue(Command), result.GetValue(CommonOptions.Json) }.Count(chosen => chosen) > 1)
                result.AddError("Only one of --output, --command and --json can be had at once.");
        });
        return command.Does(surroundings, async (parsed, interruption) =>
        {
            var (session, number) = parsed.GetValue(target)!;
            var servers = parsed.GetValue(CommonOptions.Server);
            var block = await Find(session, servers, number, surroundings, interruption.Token);
            if (parsed.GetValue(Command))
            {
                surroundings.Output.WriteLine(block.Command is { } line ? Printable.Lines(line) : throw new CliFailure(Reasons.Exit.Failed, $"The shell could not tell the command line of block {number}."));
                return 0;
            }
            await using var history = await SessionHistory.Open(session, servers, WatchFrom.Behind(block.FirstSequence - 1), surroundings, interruption.Token);
            if (parsed.GetValue(Output))
                await Write(history, block);
            else if (parsed.GetValue(CommonOptions.Json))
                surroundings.Output.WriteLine(JsonLine.Of(BlockFacts.Of(block, history.Present.StartedAt, string.Join('\n', await Lines(history, block)))));
            else
                await Say(history, block, surroundings);
            return 0;
        });
    }

    private static async Task<Block> Find(SessionTarget session, IReadOnlyList<Uri>? servers, int number, Surroundings surroundings, CancellationToken cancellationToken)
    {
        await using var history = await SessionHistory.Open(session, servers, WatchFrom.Now, surroundings, cancellationToken);
        return await history.Block(number, cancellationToken);
    }

    private static async Task Write(SessionHistory history, Block block)
    {
        var screen = LocalTerminal.IsTerminal(1) ? new ViewerScreen() : null;
        void Direct(ReadOnlySpan<byte> bytes) => StandardFile.Output.Write(bytes);
        await foreach (var frame in history.Frames(block.LastSequence))
        {
            if (frame.Kind != FrameKind.Output)
                continue;
            if (screen is null)
                Direct(frame.Payload.Span);
            else
                screen.Write(frame.Payload.Span, Direct);
        }
        screen?.End(Direct);
    }

    private static async Task<List<string>> Lines(SessionHistory history, Block block)
    {
        var found = new List<string>();
        var lines = new BlockLines(history.Present.Size, (_, line) => found.Add(line));
        await foreach (var frame in history.Frames(block.LastSequence))
            lines.Take(frame);
        lines.End();
        return found;
    }

    private static async Task Say(SessionHistory history, Block block, Surroundings surroundings)
    {
        surroundings.Output.WriteLine($"$ {Printable.Lines(block.Command ?? "?")}");
        foreach (var line in await Lines(history, block))
            surroundings.Output.WriteLine(Printable.Text(line));
        surroundings.Notes.WriteLine(BlockFacts.Sentence(block, history.Present.StartedAt, surroundings.Time));
    }
}
