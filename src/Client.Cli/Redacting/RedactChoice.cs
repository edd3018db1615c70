using System.CommandLine;
using SessionShare.Cli.CommandLine;

namespace SessionShare.Cli.Redacting;

/// <summary>Whether secrets are hidden from others, and what else is one.</summary>
/// <param name="IsOn">Default.</param>
/// <param name="Names">Names of variables of the environment whose values are secrets too, `*` for anything; beside the usual ones.</param>
internal sealed record RedactChoice(bool IsOn, IReadOnlyList<string> Names)
{
    /// <summary>What nobody has chosen.</summary>
    public static readonly RedactChoice Usual = new(true, []);

    private static readonly Option<string?> Redact = CommonOptions.Checked(
        "--redact", "on|off", "Whether what looks like a secret is hidden from others: tokens, passwords, private keys. Default on.", Parse);

    private static readonly Option<string?> Variables = CommonOptions.Checked(
        "--redact-env", "NAME[,NAME]", "Variables of the environment whose values are hidden too, such as MY_*; beside *TOKEN, *SECRET, *PASSWORD, *_KEY and their like.", ParseNames);

    /// <summary>The options.</summary>
    public static IReadOnlyList<Option> Options { get; } = [Redact, Variables];

    /// <summary>What was chosen; null: nothing.</summary>
    public static RedactChoice? Read(ParseResult parsed) => parsed.GetValue(Redact) is null && parsed.GetValue(Variables) is null
        ? null
        : new(parsed.GetValue(Redact) != "off", parsed.GetValue(Variables) is { } names ? Split(names) : []);

    private static (string? Value, string? Fault) Parse(string text) =>
        text is "on" or "off" ? (text, null) : (null, $"is '{text}'; it must be on, or off.");

    private static (string? Value, string? Fault) ParseNames(string text) =>
        Split(text).FirstOrDefault(name => name.Trim('*').Length == 0 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '*'))) is { } wrong
            ? (null, $"names '{wrong}'; it must be names of variables, with * for anything, as in MY_PIN,ACME_*.")
            : (text, null);

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.TrimEntries);
}
