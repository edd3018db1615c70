using System.Security.Cryptography;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.Servers;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>`share`, from the server to the exit code.</summary>
internal sealed class Share(ShareArguments arguments, Surroundings surroundings)
{
    private readonly Redaction _redaction = Redaction.Of(arguments.Redact, surroundings);

    public async Task<int> Run(Interruption interruption)
    {
        CheckStart();
        using var terminal = new LocalTerminal();
        var size = arguments.OwnArea(Size(terminal), terminal, surroundings);
        using var program = new SharedProgram(arguments.Command, surroundings);
        if (arguments.Resume is { } resume)
            return await GoOn(UnfinishedShare.Find(resume, arguments.Server, surroundings), program, terminal, size, interruption);

        var choice = ServerChoice.Of(arguments.Server, surroundings);
        AskFirst(choice, terminal);
        var id = SessionId.Of(RandomNumberGenerator.GetBytes(16));
        program.StartShellAhead(id, size, terminal.Modes);
        using var server = await ShareServer.Use(choice, surroundings, interruption.Token);
        return await Run(arguments, id, arguments.Title ?? TitleOf(program), server, program, terminal, size, interruption);
    }

    /// <summary>Goes on with the first of these sessions that can be gone on with; those that can't are forgotten.</summary>
    private async Task<int> GoOn(IReadOnlyList<UnfinishedShare> unfinished, SharedProgram program, LocalTerminal terminal, Pty.TerminalSize size, Interruption interruption)
    {
        RefusedException? first = null;
        foreach (var share in unfinished)
        {
            AskFirst(share.Server ?? new ServerChoice([share.Link!]), terminal);
            using var server = await share.Use(surroundings, interruption.Token);
            try
            {
                var asked = arguments with { Approve = arguments.Approve || share.Remembered?.Approve == true };
                return await Run(asked, share.Session, share.Remembered?.Title ?? TitleOf(program), server, program, terminal, size, interruption);
            }
            catch (RefusedException refused) when (refused.Refusal.Reason is Reason.SessionEnded or Reason.UnknownOrForbidden)
            {
                if (share.Remembered is { } over)
                    surroundings.Home.Shares.Forget(over);
                first ??= new RefusedException(share.Explain(refused.Refusal));
            }
        }
        throw first!;
    }

    private async Task<int> Run(ShareArguments asked, SessionId id, string title, ShareServer server, SharedProgram program, LocalTerminal terminal, Pty.TerminalSize size, Interruption interruption)
    {
        var options = Options(asked, id, title, server.Gateway, size);
        await using var session = await server.Gateway.Call(() =>
            SharedSession.Share(server.Gateway.Transport(surroundings), options, interruption.Token));
        using var memory = surroundings.Home.Shares.Remember(id, options.Title, server.Embedded is null ? server.Gateway.Addresses : null, surroundings.Time.GetUtcNow(), asked.Approve);
        await using var care = new ServerCare(server.Embedded, surroundings.Time);
        var run = new ShareRun(asked, surroundings, terminal, program, session, server.Gateway, care, memory, _redaction);
        return await run.Run(size, interruption);
    }

    private void AskFirst(ServerChoice choice, LocalTerminal terminal) =>
        new FirstShare(surroundings.Home, choice).Ask(new Speech(surroundings.Error, terminal), terminal, arguments.Yes);

    /// <summary>A new shell has no past; only `now` and `start` mean something there, and the same.</summary>
    private void CheckStart()
    {
        if (arguments.From is StartPoint.FromBlock block)
        {
            throw new CliFailure(Reasons.Exit.Usage, arguments.Command.Count > 0
                ? $"--from {block} is for the shell that you are in; a command behind -- is shared from its first byte."
                : $"--from {block} works inside a shell that keeps its blocks: start one with sessionshare shell. This one can't be shared after the fact.");
        }
    }

    private Pty.TerminalSize Size(LocalTerminal terminal)
    {
        if (!terminal.HasKeys)
            return new(arguments.Columns ?? Pty.TerminalSize.Usual.Columns, arguments.Rows ?? Pty.TerminalSize.Usual.Rows);
        return arguments.Columns is null && arguments.Rows is null
            ? terminal.Size ?? Pty.TerminalSize.Usual
            : throw new CliFailure(Reasons.Exit.Usage, "--cols and --rows are for sharing without a terminal on standard input; here the size is this terminal's.");
    }

    private ShareOptions Options(ShareArguments asked, SessionId id, string title, Gateway gateway, Pty.TerminalSize size) => new()
    {
        Servers = gateway.Addresses,
        Session = id,
        Title = Printable.Text(_redaction.Text(title), WireLimits.TitleLength),
        Size = size.Shared(),
        Allow = arguments.Allow,
        Link = arguments.Link,
        LinkFor = arguments.For,
        Team = arguments.Team,
        TeamFor = arguments.For,
        Keep = arguments.Keep,
        Idle = arguments.Idle,
        Resume = arguments.Resume is not null,
        Approves = asked.Approve,
        TimeProvider = surroundings.Time,
    };

    private static string TitleOf(SharedProgram program) =>
        program.IsShell ? $"{Environment.UserName}@{Environment.MachineName}" : program.CommandLine;
}

internal static class SharedSize
{
    /// <summary>Whether a line of ours stands at the bottom of the terminal.</summary>
    public static bool HasStatusLine(this ShareArguments arguments, LocalTerminal terminal, Surroundings surroundings) =>
        arguments is { HasStatus: true, Json: false } && terminal.HasKeys && TerminalTitle.Fits(terminal, surroundings.Variable("TERM"));

    /// <summary>What a window has for the program.</summary>
    public static Pty.TerminalSize OwnArea(this ShareArguments arguments, Pty.TerminalSize window, LocalTerminal terminal, Surroundings surroundings) =>
        arguments.HasStatusLine(terminal, surroundings) && window.Rows >= StatusRow.LeastRows ? window with { Rows = window.Rows - 1 } : window;

    /// <summary>The size as a session takes it.</summary>
    public static Protocol.TerminalSize Shared(this Pty.TerminalSize size) =>
        new(Math.Min(size.Columns, Protocol.TerminalSize.Max), Math.Min(size.Rows, Protocol.TerminalSize.Max));
}
