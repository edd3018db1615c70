using System.CommandLine;
using System.Globalization;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Review.Casts;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Review;

/// <summary>`sessionshare replay`.</summary>
internal static class ReplayCommand
{
    private const double LeastSpeed = 0.01;
    private const double MostSpeed = 1000;

    private static readonly Option<double?> Speed = CommonOptions.Checked<double?>("--speed", "N", "How fast: 2 is twice as fast, 0.5 half as fast. Default 1.", ParseSpeed);

    private static readonly Option<TimeSpan?> IdleLimit = CommonOptions.Checked<TimeSpan?>(
        "--idle-limit", "SPAN", "The longest pause in which nothing happens, such as 2s. Default: as long as it was.", Duration.Parse);

    public static Command Create(Surroundings surroundings)
    {
        var what = new Argument<string>("LINK|ID|FILE") { Description = "A session whose history is there, or an asciicast file, such as export writes." }.NoOption();
        return new Command("replay", "Play a session's history, or a recording, in this terminal.") { what, Speed, IdleLimit, CommonOptions.Server }
            .Does(surroundings, async (parsed, interruption) =>
            {
                using var terminal = new LocalTerminal();
                if (!terminal.HasScreen)
                    throw new CliFailure(Reasons.Exit.Usage, "There is no terminal to play it in; export --as text writes a session to a file or a pipe.");
                var player = new Player(surroundings, terminal, parsed.GetValue(Speed) ?? 1, parsed.GetValue(IdleLimit));
                if (File.Exists(parsed.GetValue(what)))
                    await player.Play(await CastFile.Open(parsed.GetValue(what)!, interruption.Token), interruption.Token);
                else
                    await Play(player, Target(parsed.GetValue(what)!), parsed.GetValue(CommonOptions.Server), surroundings, interruption.Token);
                return 0;
            });
    }

    private static async Task Play(Player player, SessionTarget target, IReadOnlyList<Uri>? servers, Surroundings surroundings, CancellationToken cancellationToken)
    {
        await using var history = await SessionHistory.Open(target, servers, WatchFrom.Start, surroundings, cancellationToken);
        await player.Play(await SessionCast.Of(history), cancellationToken);
    }

    private static SessionTarget Target(string text) => SessionTarget.Parse(text).Target
        ?? throw new CliFailure(Reasons.Exit.Usage, $"There is no file {Printable.Text(text)}, and it is neither a session's link nor its id, which has {Base62.Length} characters of 0-9A-Za-z.");

    private static (double? Value, string? Fault) ParseSpeed(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed) && speed is >= LeastSpeed and <= MostSpeed
            ? (speed, null)
            : (null, string.Create(CultureInfo.InvariantCulture, $"is '{text}'; it must be a number from {LeastSpeed} to {MostSpeed:0}."));
}
