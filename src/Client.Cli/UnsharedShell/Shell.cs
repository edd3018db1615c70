using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.Servers;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>`shell`, from the terminal to the exit code.</summary>
internal sealed class Shell(ShellArguments arguments, Surroundings surroundings)
{
    public async Task<int> Run(Interruption interruption)
    {
        var redaction = Redaction.Of(arguments.Redact, surroundings);
        using var terminal = new LocalTerminal();
        if (!terminal.HasKeys || !terminal.HasScreen)
            throw new CliFailure(Reasons.Exit.Usage, "sessionshare shell needs a terminal: it is a shell for a person. sessionshare share shares a program without one.");
        if (await ShellClient.Find(surroundings, interruption.Token) is { } around && AlreadyIn(around) is { } why)
            throw new CliFailure(Reasons.Exit.Usage, why);

        var choice = ServerChoice.Of(arguments.Server, surroundings);
        var address = ShellAddress.New(surroundings.Home);
        using var program = new ShellProgram(surroundings, address);
        return await new ShellRun(arguments, surroundings, terminal, program, address, choice, redaction).Run(interruption);
    }

    /// <summary>What a shell inside another one of ours would be mistaken about; null: nothing.</summary>
    private static string? AlreadyIn(ShellClient around)
    {
        using (around)
        {
            return around.State switch
            {
                { Session: not null } => "This terminal is shared already; a shell inside it would be seen too.",
                { Shareable: true } => "You are in a shell that can be shared already: sessionshare share shares it.",
                _ => null,
            };
        }
    }
}
