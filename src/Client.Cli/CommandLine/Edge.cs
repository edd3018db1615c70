using System.CommandLine;
using SessionShare.Cli.UnsharedShell;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.CommandLine;

/// <summary>The one place where a failure becomes a sentence and an exit code.</summary>
internal static class Edge
{
    /// <summary>Gives a command its action, which acts with the person's sign-in: not for others who type into a shared shell.</summary>
    public static Command DoesForOwnHand(this Command command, Surroundings surroundings, Func<ParseResult, Interruption, Task<int>> act) =>
        command.Does(surroundings, async (parsed, interruption) =>
        {
            await OwnHand.Check(surroundings, interruption.Token);
            return await act(parsed, interruption);
        });

    /// <summary>Gives a command its action. SIGINT and SIGTERM cancel it, unless it lets go of the interruption.</summary>
    public static Command Does(this Command command, Surroundings surroundings, Func<ParseResult, Interruption, Task<int>> act)
    {
        command.Add(CommonOptions.Quiet);
        command.SetAction(async parsed =>
        {
            surroundings.IsQuiet = parsed.GetValue(CommonOptions.Quiet);
            using var interruption = new Interruption();
            var json = command.Options.Contains(CommonOptions.Json) && parsed.GetValue(CommonOptions.Json);
            return await Guard(surroundings, json, interruption, () => act(parsed, interruption));
        });
        return command;
    }

    private static async Task<int> Guard(Surroundings surroundings, bool json, Interruption interruption, Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (OperationCanceledException) when (interruption.ExitCode is { } code)
        {
            return code;
        }
        catch (Exception fault) when (Failed.Of(fault) is { } failed)
        {
            surroundings.Error.WriteLine(Printable.Lines(failed.Text));
            if (json)
                surroundings.Output.WriteLine(JsonLine.Of(failed));
            return failed.ExitCode;
        }
    }
}

/// <summary>A command failed.</summary>
/// <param name="Event">Always <c>failed</c>.</param>
/// <param name="Reason">The server's reason, where one refused.</param>
/// <param name="Text">The sentence for a person.</param>
/// <param name="ExitCode">What the command exits with.</param>
internal sealed record Failed(string Event, Reason? Reason, string Text, int ExitCode)
{
    /// <summary>What an exception means to the person; null for a bug, which keeps its stack trace.</summary>
    public static Failed? Of(Exception fault) => fault switch
    {
        CliFailure failure => new("failed", null, failure.Message, failure.ExitCode),
        ShellRefusal { Fault: var told } => new("failed", told.Reason, told.Text, told.ExitCode),
        RefusedException refused => new("failed", refused.Refusal.Reason, refused.Message, ExitCodeOf(refused.Refusal.Reason)),
        ServerUnreachableException or ConnectionLostException => new("failed", null, fault.Message, Reasons.Exit.ServerUnreachable),
        LocalSignInException or ProviderRefusedException => new("failed", null, fault.Message, Reasons.Exit.SignIn),
        IOException or UnauthorizedAccessException or PlatformNotSupportedException => new("failed", null, fault.Message, Reasons.Exit.Failed),
        _ => null,
    };

    private static int ExitCodeOf(Reason reason) => Reasons.Of(reason).ExitCode is var code and > 0 ? code : Reasons.Exit.Failed;
}
