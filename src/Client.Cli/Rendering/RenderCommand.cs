using System.CommandLine;
using Microsoft.Win32.SafeHandles;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Rendering;

/// <summary>`sessionshare render`: what a terminal of some size shows in the end, once bytes have been written to it.</summary>
internal static class RenderCommand
{
    private const int DefaultColumns = 80;
    private const int DefaultRows = 24;

    private static readonly Option<int?> Columns = CommonOptions.Checked<int?>(
        "--cols", "N", $"Columns, {Screen.MinColumns} to {Screen.MaxColumns}. Default {DefaultColumns}.", text => Cells(text, Screen.MinColumns, Screen.MaxColumns));

    private static readonly Option<int?> Rows = CommonOptions.Checked<int?>(
        "--rows", "N", $"Rows, 1 to {Screen.MaxRows}. Default {DefaultRows}.", text => Cells(text, 1, Screen.MaxRows));

    private static readonly Option<RenderForm> As = CommonOptions.Checked(
        "--as", "text|keyframe|json", "text: the rows (default); keyframe: terminal output that shows the same; json: size, cursor, modes, rows.", Form);

    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "Terminal output, as join --raw or script write it. Default: standard input." }.NoOption();
        return new Command("render", "Show what a terminal shows after some output.") { file, Columns, Rows, As, CommonOptions.Json }
            .Does(surroundings, (parsed, interruption) =>
            {
                // Reading can't be cancelled: signals end the process as they end any.
                interruption.Dispose();
                var screen = new Screen(parsed.GetValue(Columns) ?? DefaultColumns, parsed.GetValue(Rows) ?? DefaultRows);
                using var output = Open(parsed.GetValue(file));
                Feed(screen, output);
                Say(screen, parsed.GetValue(CommonOptions.Json) ? RenderForm.Json : parsed.GetValue(As), surroundings);
                return Task.FromResult(0);
            });
    }

    private static (int? Value, string? Fault) Cells(string text, int least, int most) => int.TryParse(text, out var cells) && cells >= least && cells <= most
        ? (cells, null)
        : (null, $"is '{text}'; it must be a number from {least} to {most}.");

    private static (RenderForm Value, string? Fault) Form(string text) => text switch
    {
        "text" => (RenderForm.Text, null),
        "keyframe" => (RenderForm.Keyframe, null),
        "json" => (RenderForm.Json, null),
        _ => (default, $"is '{text}'; it must be text, keyframe or json."),
    };

    private static FileStream Open(string? file)
    {
        if (file is null or "-")
            return new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliFailure(Reasons.Exit.Usage, $"There is no file {Printable.Text(file)}; render reads a file, or standard input where none is named.");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(file))
        {
            throw new CliFailure(Reasons.Exit.Usage, $"{Printable.Text(file)} is a folder; render reads a file, or standard input where none is named.");
        }
    }

    private static void Feed(Screen screen, FileStream output)
    {
        var buffer = new byte[64 * 1024];
        while (output.Read(buffer) is var count and > 0)
            screen.Write(buffer.AsSpan(0, count));
    }

    private static void Say(Screen screen, RenderForm form, Surroundings surroundings)
    {
        switch (form)
        {
            case RenderForm.Keyframe:
                StandardFile.Output.Write(KeyframeWriter.Write(screen));
                break;
            case RenderForm.Json:
                surroundings.Output.WriteLine(JsonLine.Of(RenderedScreen.Of(screen)));
                break;
            default:
                for (var row = 0; row < screen.Rows; row++)
                    surroundings.Output.WriteLine(screen.Text(row).TrimEnd(' '));
                break;
        }
    }
}
