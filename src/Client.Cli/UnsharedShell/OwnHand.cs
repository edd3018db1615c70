using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>
/// Commands that act with the sharer's sign-in are refused inside a shared shell where somebody else typed them. A rule against slips and the plain way: who may type runs programs
/// as the sharer, and one that has left the shell behind, or a command that the sharer was led to run, is not seen here.
/// </summary>
internal static class OwnHand
{
    /// <summary>Asks the process around each shell that we run in.</summary>
    /// <exception cref="ShellRefusal">Another's hand.</exception>
    public static async Task Check(Surroundings surroundings, CancellationToken cancellationToken)
    {
        foreach (var address in EnclosingShells.Of(surroundings))
        {
            using var shell = await ShellClient.Find(address, cancellationToken);
            if (shell is not null)
                await shell.Ask(ShellAsk.OwnHand, null, cancellationToken);
        }
    }

    /// <summary>What the process around a shell answers.</summary>
    /// <param name="hands">Null: the shell is not shared.</param>
    public static ShellReply Answer(Hands? hands) => hands?.Other is { } other
        ? ShellReply.Refuse(
            Reasons.Exit.NoAccess,
            $"{OwnTitle.NameOf(other)} typed this, or may have: what acts as you on the server is for your own hand. If it was you, run it again.",
            Reason.RoleTooLow)
        : new ShellReply();
}
