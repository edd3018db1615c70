using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.UnsharedShell;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>`sessionshare share`.</summary>
internal static class ShareCommand
{
    private static readonly Option<StartPoint?> From = CommonOptions.Checked<StartPoint?>(
        "--from", "now|start|block:N", "Inside sessionshare shell: where sharing begins. A new shell is shared from its first byte.", StartPoint.Parse);

    private static readonly Option<Role> Link = CommonOptions.Checked("--link", "view|edit", "Let in anyone with the link. Default: only who is invited.", ShareOption.Link);

    private static readonly Option<Role> Team = CommonOptions.Checked("--team", "view|edit|manage", "Let in everyone of your team.", ShareOption.Team);

    private static readonly Option<TimeSpan?> For = CommonOptions.Checked<TimeSpan?>(
        "--for", "1h", "How long --allow, --team and --link count. Default: until changed.", Duration.Parse);

    private static readonly Option<string?> Title = CommonOptions.Checked("--title", "T", "What the session is called.", ShareOption.Title);

    private static readonly Option<int?> Columns = CommonOptions.Checked("--cols", "N", "Columns, where no terminal is on standard input. Default 80.", ShareOption.Cells);

    private static readonly Option<int?> Rows = CommonOptions.Checked("--rows", "N", "Rows, where no terminal is on standard input. Default 24.", ShareOption.Cells);

    private static readonly Option<string?> Prefix = CommonOptions.Checked(
        "--prefix", "KEY", "The key before our own commands. Default Ctrl-^; then ? shows them.", ShareOption.Prefix);

    private static readonly Option<SizeRule> Size = CommonOptions.Checked(
        "--size", "mine|follow-editors", "The terminal's size: this window's (default), or no larger than the smallest window of those who may type.", ShareOption.Size);

    private static readonly Option<TimeSpan?> Keep = CommonOptions.Checked<TimeSpan?>(
        "--keep", "7d", "How long the session's history is kept after its end, such as 12h or 7d. Default: not.", Duration.Parse);

    private static readonly Option<IdleRule?> Idle = IdleChoice.Option();

    private static readonly Option<ResumeChoice?> Resume = ResumeChoice.Option();

    private static readonly Option<bool> Approve = new("--approve") { Description = "Ask you before others run a command; their keys reach only a program that you release." };

    private static readonly Option<bool> Detach = new("--detach") { Description = "Share in the background, without a terminal; print the link and come back. For a server or a CI job." };

    private static readonly Option<bool> Qr = new("--qr") { Description = "Show the link as a QR code, too." };

    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Agree to what the first share to a server tells and asks." };

    /// <param name="surroundings">Where it runs.</param>
    /// <param name="shared">What followed `--`.</param>
    public static Command Create(Surroundings surroundings, IReadOnlyList<string> shared)
    {
        var allow = AllowOption();
        var command = new Command("share", "Share a new shell, or the command after --, and print its link.")
        {
            From, allow, Team, Link, For, Title, Keep, Idle, Resume, CommonOptions.Server, Approve, Size, Columns, Rows, Prefix, ShareOption.StatusLine, Detach, Qr, Yes, CommonOptions.Json, Program(),
        };
        foreach (var option in RedactChoice.Options)
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            Option[] settled = [From, allow, Team, Link, For, Title, Keep, Idle];
            if (result.GetResult(Resume) is not null && settled.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
                result.AddError($"--resume goes on with a session as it was shared; {other.Name} can't change it.");
        });
        return command.Does(surroundings, (parsed, interruption) => parsed.GetValue(Detach)
            ? ShareDetached(parsed, shared, surroundings, interruption)
            : Share(Read(parsed, allow, shared), surroundings, interruption));
    }

    /// <summary>The shell that we run in, where that can be shared or is; else a new one, or a command.</summary>
    private static async Task<int> Share(ShareArguments arguments, Surroundings surroundings, Interruption interruption)
    {
        if (arguments is { Command.Count: 0, Resume: null } && await ShellClient.Find(surroundings, interruption.Token) is { } shell)
        {
            using (shell)
            {
                // One that was shared from its first byte and is not any more keeps no output: it is an ordinary shell by now.
                if (shell.State.Shareable || shell.State.Session is not null)
                    return await new ShareInside(arguments, surroundings, shell).Run(interruption.Token);
            }
        }
        await OwnHand.Check(surroundings, interruption.Token);
        return await new Share(arguments, surroundings).Run(interruption);
    }

    private static async Task<int> ShareDetached(ParseResult parsed, IReadOnlyList<string> shared, Surroundings surroundings, Interruption interruption)
    {
        await OwnHand.Check(surroundings, interruption.Token);
        string[] ours = [Detach.Name, Qr.Name, CommonOptions.Json.Name];
        var words = parsed.Tokens.Select(token => token.Value).Where(word => !ours.Contains(word));
        return await new DetachedShare([.. words], shared, parsed.GetValue(CommonOptions.Json), parsed.GetValue(Qr), surroundings).Run(interruption.Token);
    }

    private static Option<EmailRule[]> AllowOption() => new("--allow")
    {
        HelpName = "EMAIL[:view|edit|manage]",
        Description = "Let in a person, to view (default), to edit, or also to manage access. May be given several times.",
        CustomParser = result =>
        {
            var read = result.Tokens.Select(token => ShareOption.Allow(token.Value)).ToList();
            foreach (var (_, fault) in read.Where(rule => rule.Fault is not null))
                result.AddError($"--allow {fault}");
            return [.. read.Where(rule => rule.Fault is null).Select(rule => rule.Value!)];
        },
    };

    /// <summary>Stands in the help. What follows `--` never reaches the parser, so all that it finds was meant otherwise.</summary>
    private static Argument<string[]> Program()
    {
        var program = new Argument<string[]>("-- COMMAND") { Arity = ArgumentArity.ZeroOrMore, Description = "Program and arguments. Default: your own shell." };
        program.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0)
                result.AddError($"'{result.Tokens[0].Value}' is no option of share; a command to share stands behind --, as in: sessionshare share -- {result.Tokens[0].Value.TrimStart('-')}");
        });
        return program;
    }

    private static ShareArguments Read(ParseResult parsed, Option<EmailRule[]> allow, IReadOnlyList<string> shared) => new(
        parsed.GetValue(CommonOptions.Server),
        [.. (parsed.GetValue(allow) ?? []).Select(rule => rule with { ForSeconds = parsed.GetValue(For) is { } time ? (long)time.TotalSeconds : null })],
        parsed.GetValue(Link),
        parsed.GetValue(Title),
        parsed.GetValue(Columns),
        parsed.GetValue(Rows),
        parsed.GetValue(Yes),
        parsed.GetValue(CommonOptions.Json),
        parsed.GetValue(Prefix),
        shared,
        parsed.GetValue(From),
        parsed.GetValue(Size) == SizeRule.FollowEditors,
        parsed.GetValue(Keep),
        parsed.GetValue(Idle),
        parsed.GetResult(Resume) is null ? null : parsed.GetValue(Resume) ?? new ResumeChoice(null),
        parsed.GetValue(Team),
        parsed.GetValue(For),
        parsed.GetValue(Approve),
        parsed.GetValue(ShareOption.StatusLine),
        RedactChoice.Read(parsed),
        parsed.GetValue(Qr));
}
