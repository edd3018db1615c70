using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Review;

/// <summary>`sessionshare search`.</summary>
internal static class SearchCommand
{
    /// <summary>As grep has it.</summary>
    private const int NothingFound = 1;

    public static Command Create(Surroundings surroundings)
    {
        var target = SessionArgument.Create();
        var text = new Argument<string>("TEXT") { Description = "What to look for. Small letters also find capitals." };
        text.Validators.Add(result =>
        {
            if (result.GetValue(text) is { Length: 0 })
                result.AddError("TEXT is empty; say what to look for.");
        });
        return new Command("search", "Find text in a session's commands and their output.") { target, text, CommonOptions.Json, CommonOptions.Server }
            .Does(surroundings, async (parsed, interruption) =>
            {
                await using var history = await SessionHistory.Open(
                    parsed.GetValue(target)!, parsed.GetValue(CommonOptions.Server), WatchFrom.Start, surroundings, interruption.Token);
                var search = new Search(parsed.GetValue(text)!, parsed.GetValue(CommonOptions.Json), surroundings.Output);
                return await search.Run(history) ? 0 : NothingFound;
            });
    }

    /// <summary>Writes what it finds, as it finds it.</summary>
    private sealed class Search(string text, bool json, TextWriter output)
    {
        private readonly StringComparison _comparison = text.Any(char.IsUpper) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        private bool _found;

        /// <returns>Whether something was found.</returns>
        public async Task<bool> Run(SessionHistory history)
        {
            var lines = new BlockLines(history.Present.Size, (block, line) => Look(block, line, isCommand: false));
            await foreach (var frame in history.Frames(null))
            {
                lines.Take(frame);
                // Between blocks stands what the person typed, too; the command line says that better.
                if (frame.Kind == FrameKind.BlockStart && BlockStart.TryRead(frame.Payload.Span, out var start) && start.Command is { } command)
                    Look(start.Block, command, isCommand: true);
            }
            lines.End();
            return _found;
        }

        private void Look(int block, string line, bool isCommand)
        {
            if (block == 0 || !line.Contains(text, _comparison))
                return;
            _found = true;
            output.WriteLine(json
                ? JsonLine.Of(new { Block = block, In = isCommand ? "command" : "output", Line = line })
                : $"{block}:{(isCommand ? "$ " : "")}{Printable.Text(line)}");
        }
    }
}
