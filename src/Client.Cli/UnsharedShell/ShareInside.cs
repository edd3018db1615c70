using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Cli.UnsharedShell.Picking;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>
/// `share` inside a shell of ours: the process around the shell shares it, this command only asks, prints the link and ends. What it writes to the
/// shell's terminal is for the person there: no session is told of it.
/// </summary>
internal sealed class ShareInside(ShareArguments arguments, Surroundings surroundings, ShellClient shell)
{
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        using var terminal = new LocalTerminal();
        using var passage = Passage();
        if (shell.State.Session is not null)
            return ShowAgain(terminal);
        Check(terminal);
        new FirstShare(surroundings.Home, Choice()).Ask(new Speech(surroundings.Error, terminal), terminal, arguments.Yes);
        if (await Point(cancellationToken) is not var (point, link))
        {
            surroundings.Error.WriteLine("Nothing was shared.");
            return Reasons.Exit.Failed;
        }
        var shared = (await shell.Ask(ShellAsk.Share, Ask(point, link), cancellationToken)).State!;
        Say(shared, terminal);
        return 0;
    }

    /// <summary>The marks go to whichever of our outputs is a terminal; they all are the same one.</summary>
    private PassageOutput Passage() => LocalTerminal.IsTerminal(2)
        ? new(shell.State.Passage, surroundings.Error, true)
        : new(shell.State.Passage, surroundings.Output, LocalTerminal.IsTerminal(1));

    private int ShowAgain(LocalTerminal terminal)
    {
        if (!arguments.Json)
            new Speech(surroundings.Notes, terminal).Line("This shell is shared already; to share it otherwise, end that first.");
        Say(shell.State, terminal);
        return 0;
    }

    private void Check(LocalTerminal terminal)
    {
        if (arguments.Columns is not null || arguments.Rows is not null)
            throw new CliFailure(Reasons.Exit.Usage, "--cols and --rows are for sharing without a terminal; the shell that you are in has its own size.");
        if (arguments.Prefix is not null)
            throw new CliFailure(Reasons.Exit.Usage, $"The shell that you are in has its prefix key, {shell.State.PrefixKey}; sessionshare shell --prefix names another one.");
        if (arguments.Redact is not null)
            throw new CliFailure(Reasons.Exit.Usage, "What the shell that you are in keeps is without secrets, or not, since it started; sessionshare shell takes --redact and --redact-env.");
        if (arguments.From is null && !(terminal.HasKeys && terminal.HasScreen))
            throw new CliFailure(Reasons.Exit.Usage, "--from is missing: now, start or block:N; without a terminal nobody can be asked.");
    }

    /// <summary>What the command or its environment names, else the server that the shell was started with.</summary>
    private IReadOnlyList<Uri>? Servers() =>
        arguments.Server is not null || surroundings.Variable(ServerUrls.Variable) is not null ? ServerChoice.Of(arguments.Server, surroundings).Named : null;

    private ServerChoice Choice() => new(Servers() ?? shell.State.Servers);

    private async Task<(StartPoint Point, Role Link)?> Point(CancellationToken cancellationToken)
    {
        if (arguments.From is { } point)
            return (point, arguments.Link);
        var choices = (await shell.Ask(ShellAsk.Choices, Ask(null, arguments.Link), cancellationToken)).Choices!;
        // One of its own, so that the line settings are back before anything is said.
        using var asking = new LocalTerminal();
        return InnerPicker.Ask(asking, choices, arguments.Link, !NoColour.IsAskedFor(surroundings));
    }

    private ShareAsk Ask(StartPoint? point, Role link) =>
        new(point?.ToString(), Servers(), surroundings.Variable(Credentials.Variable), arguments.Allow, link, arguments.Title, arguments.FollowEditors, arguments.Keep, arguments.Idle, arguments.Team, arguments.For, arguments.Approve);

    private void Say(ShellState shared, LocalTerminal terminal)
    {
        var copied = terminal.HasScreen && !arguments.Json;
        if (copied)
            terminal.Write(Clipboard.Copy(shared.Link!));
        var now = arguments with { Allow = shared.Allow, Link = shared.Anyone, Keep = shared.Keep, Idle = shared.Idle, Team = Role.None, For = null, Resume = shared.Resumed ? new(null) : null };
        IShareReport report = arguments.Json
            ? new JsonReport(surroundings.Output, now)
            : new TextReport(new Speech(surroundings.Error, terminal).Line, now, copied, shared.PrefixKey, isNewShell: false, silentShell: null, isQuiet: surroundings.IsQuiet);
        report.Shared(shared.Session!.Value, shared.Link!);
    }
}
