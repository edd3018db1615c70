using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Review.Casts;
using SessionShare.Client;

namespace SessionShare.Cli.Review;

/// <summary>`sessionshare export`.</summary>
internal static class ExportCommand
{
    private static readonly Option<ExportForm> As = CommonOptions.Checked(
        "--as", "asciicast|asciicast2|text|json",
        "asciicast (default): a recording for asciinema's player, version 3, or 2 for older ones; text: what stood on the screen, line by line, prompts included; json: the commands with their output, one object a line.",
        Form);

    public static Command Create(Surroundings surroundings)
    {
        var target = SessionArgument.Create();
        return new Command("export", "Write a session's history to standard output, up to now where it is live.") { target, As, CommonOptions.Json, CommonOptions.Server }
            .Does(surroundings, async (parsed, interruption) =>
            {
                await using var history = await SessionHistory.Open(
                    parsed.GetValue(target)!, parsed.GetValue(CommonOptions.Server), WatchFrom.Start, surroundings, interruption.Token);
                await Write(history, parsed.GetValue(CommonOptions.Json) ? ExportForm.Json : parsed.GetValue(As), surroundings.Output, interruption.Token);
                return 0;
            });
    }

    private static (ExportForm Value, string? Fault) Form(string text) => text switch
    {
        "asciicast" => (ExportForm.Asciicast, null),
        "asciicast2" => (ExportForm.Asciicast2, null),
        "text" => (ExportForm.Text, null),
        "json" => (ExportForm.Json, null),
        _ => (default, $"is '{text}'; it must be asciicast, asciicast2, text or json."),
    };

    private static async Task Write(SessionHistory history, ExportForm form, TextWriter output, CancellationToken cancellationToken)
    {
        switch (form)
        {
            case ExportForm.Text:
                await WriteText(history, output);
                break;
            case ExportForm.Json:
                await WriteJson(history, output, cancellationToken);
                break;
            default:
                await new CastWriter(output, form == ExportForm.Asciicast2 ? 2 : 3).Write(await SessionCast.Of(history));
                break;
        }
    }

    private static async Task WriteText(SessionHistory history, TextWriter output)
    {
        var lines = new BlockLines(history.Present.Size, (_, line) => output.WriteLine(line));
        await foreach (var frame in history.Frames(null))
            lines.Take(frame);
        lines.End();
    }

    private static async Task WriteJson(SessionHistory history, TextWriter output, CancellationToken cancellationToken)
    {
        var present = history.Present;
        output.WriteLine(JsonLine.Of(new { present.Title, present.StartedAt, present.Size.Columns, present.Size.Rows, Blocks = present.NewestBlock }));
        var blocks = new Dictionary<int, Protocol.Block>();
        await foreach (var block in history.Blocks(cancellationToken))
            blocks[block.Number] = block;
        await foreach (var (number, text) in BlockOutputs.Of(history))
        {
            if (blocks.TryGetValue(number, out var block))
                output.WriteLine(JsonLine.Of(BlockFacts.Of(block, present.StartedAt, text)));
        }
    }
}

/// <summary>How a history is written.</summary>
internal enum ExportForm
{
    /// <summary>Version 3.</summary>
    Asciicast,

    /// <summary>Version 2.</summary>
    Asciicast2,

    /// <summary>Lines of the screen.</summary>
    Text,

    /// <summary>JSON lines: the session, then each block with its output as text.</summary>
    Json,
}
