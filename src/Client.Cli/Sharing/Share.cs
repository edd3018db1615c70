using System.Security.Cryptography;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Servers;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>`share`, from the server to the exit code.</summary>
internal sealed class Share(ShareArguments arguments, Surroundings surroundings)
{
    public async Task<int> Run(Interruption interruption)
    {
        CheckStart();
        using var terminal = new LocalTerminal();
        var size = Size(terminal);
        var choice = ServerChoice.Of(arguments.Server, surroundings);
        new FirstShare(surroundings.Home, choice).Ask(new Speech(surroundings.Error, terminal), terminal, arguments.Yes);

        var id = SessionId.Of(RandomNumberGenerator.GetBytes(16));
        using var program = new SharedProgram(arguments.Command, surroundings);
        program.StartShellAhead(id, size, terminal.Modes);
        using var embedded = choice.IsEmbedded ? await EmbeddedServer.Use(surroundings, interruption.Token) : null;
        using var gateway = embedded is null ? Gateway.Chosen(surroundings, arguments.Server)! : Gateway.Embedded(surroundings, embedded.Address);
        await using var session = await gateway.Call(() =>
            SharedSession.Share(gateway.Transport(surroundings), Options(id, gateway, program, size), interruption.Token));

        await using var care = new ServerCare(embedded, surroundings.Time);
        var run = new ShareRun(arguments, surroundings, terminal, program, session, care);
        return await run.Run(size, interruption);
    }

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

    private ShareOptions Options(SessionId id, Gateway gateway, SharedProgram program, Pty.TerminalSize size) => new()
    {
        Servers = gateway.Addresses,
        Session = id,
        Title = Printable.Text(arguments.Title ?? TitleOf(program), WireLimits.TitleLength),
        Size = size.Shared(),
        Allow = arguments.Allow,
        Link = arguments.Link,
        TimeProvider = surroundings.Time,
    };

    private static string TitleOf(SharedProgram program) =>
        program.IsShell ? $"{Environment.UserName}@{Environment.MachineName}" : program.CommandLine;
}

internal static class SharedSize
{
    /// <summary>The size as a session takes it.</summary>
    public static Protocol.TerminalSize Shared(this Pty.TerminalSize size) =>
        new(Math.Min(size.Columns, Protocol.TerminalSize.Max), Math.Min(size.Rows, Protocol.TerminalSize.Max));
}
