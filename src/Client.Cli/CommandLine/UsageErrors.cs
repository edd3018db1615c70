using System.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.CommandLine;

/// <summary>Says what is wrong with a command line, before anything starts.</summary>
internal static class UsageErrors
{
    /// <summary>What follows the first <c>--</c> is a command of the person's and none of our words.</summary>
    public static (string[] Own, string[] Command) Split(string[] args)
    {
        var at = Array.IndexOf(args, "--");
        return at < 0 ? (args, []) : (args[..at], args[(at + 1)..]);
    }

    public static int Say(ParseResult parsed, Surroundings surroundings)
    {
        List<string> errors = [.. parsed.Errors.Select(error => error.Message).Distinct().Where(IsOwnSentence(parsed)).Select(Printable.Lines)];
        foreach (var error in errors)
            surroundings.Error.WriteLine(error);
        surroundings.Error.WriteLine($"{Words(parsed)} --help shows what is understood.");
        if (parsed.Tokens.Any(token => token.Value == CommonOptions.Json.Name))
            surroundings.Output.WriteLine(JsonLine.Of(new Failed("failed", null, string.Join(' ', errors), Reasons.Exit.Usage)));
        return Reasons.Exit.Usage;
    }

    /// <summary>Beside "unrecognized command 'foo'" the library also says that a command is missing.</summary>
    private static Func<string, bool> IsOwnSentence(ParseResult parsed) =>
        error => parsed.UnmatchedTokens.Count == 0 || error != "Required command was not provided.";

    private static string Words(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "sessionshare" : $"sessionshare {parsed.CommandResult.Command.Name}";
}
