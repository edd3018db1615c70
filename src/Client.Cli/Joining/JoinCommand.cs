using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Sharing;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>`sessionshare join`.</summary>
internal static class JoinCommand
{
    private static readonly Option<bool> Raw = new("--raw") { Description = "Write the session's output bytes to standard output, all of them, until it ends." };

    private static readonly Option<bool> Type = new("--type") { Description = "With --raw: standard input goes into the session. Asks for edit rights." };

    private static readonly Option<WatchFrom?> From = CommonOptions.Checked<WatchFrom?>(
        "--from", "start|now|SEQUENCE", "Where to start: everything (default with --raw), the screen of now, or the frame with this number.", ParseFrom);

    private static readonly Option<string?> Name = CommonOptions.Checked<string?>("--name", "NAME", "What a guest is called.", ParseName);

    private static readonly Option<string?> Prefix = CommonOptions.Checked(
        "--prefix", "KEY", "The key before our own commands. Default Ctrl-^; then ? shows them, q leaves.", ShareOption.Prefix);

    private static readonly Option<Role?> Ask = CommonOptions.Checked(
        "--ask", "view|edit", "Without access, ask the sharer to let you view or edit, and wait for the answer.", ParseAsk);

    public static Command Create(Surroundings surroundings)
    {
        var target = SessionArgument.Create();
        var command = new Command("join", "Watch a session in this terminal, and type into it where you may.")
        {
            target, Raw, Type, From, Name, Ask, CommonOptions.Server, Prefix, ShareOption.StatusLine,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Type) && !result.GetValue(Raw))
                result.AddError("--type goes with --raw; without --raw what you type goes into the session anyway, where you may edit.");
        });
        return command.Does(surroundings, (parsed, interruption) => new Join(Read(parsed, target), surroundings).Run(interruption.Token));
    }

    private static (Role? Value, string? Fault) ParseAsk(string text) => text switch
    {
        "view" => (Role.View, null),
        "edit" => (Role.Edit, null),
        _ => (null, $"is '{text}'; it must be view or edit."),
    };

    internal static (WatchFrom? Value, string? Fault) ParseFrom(string text) => text switch
    {
        "start" => (WatchFrom.Start, null),
        "now" => (WatchFrom.Now, null),
        _ when long.TryParse(text, out var sequence) && sequence > 0 => (WatchFrom.Behind(sequence - 1), null),
        _ => (null, $"is '{text}'; it must be start, now, or a frame's number from 1."),
    };

    private static (string? Value, string? Fault) ParseName(string text) => text.Length is > 0 and <= WireLimits.NameLength
        ? (text, null)
        : (null, $"has {text.Length} characters; a name has 1 to {WireLimits.NameLength}.");

    private static JoinArguments Read(ParseResult parsed, Argument<SessionTarget> target) => new(
        parsed.GetValue(target)!,
        parsed.GetValue(CommonOptions.Server),
        parsed.GetValue(Raw),
        parsed.GetValue(Type),
        parsed.GetValue(From),
        parsed.GetValue(Name),
        parsed.GetValue(Prefix),
        parsed.GetValue(Ask),
        ShareOption.HasStatusLine(parsed));
}
