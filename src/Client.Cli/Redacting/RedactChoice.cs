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

    private static readonly Option<bool?> Redact = CommonOptions.Checked(
        "--redact", "on|off", "Whether what looks like a secret is hidden from others: tokens, passwords, private keys. Default on.", Parse);

    private static readonly Option<string[]?> Variables = CommonOptions.Checked(
        "--redact-env", "NAME[,NAME]", "Variables of the environment whose values are hidden too, such as MY_*; beside *TOKEN, *SECRET, *PASSWORD, *_KEY and their like.", ParseNames);

    /// <summary>The options.</summary>
    public static IReadOnlyList<Option> Options { get; } = [Redact, Variables];

    /// <summary>What was chosen; null: nothing.</summary>
    public static RedactChoice? Read(ParseResult parsed) => parsed.GetValue(Redact) is null && parsed.GetValue(Variables) is null
        ? null
        : new(parsed.GetValue(Redact) ?? true, parsed.GetValue(Variables) ?? []);

    private static (bool? Value, string? Fault) Parse(string text) => text switch
    {
        "on" => (true, null),
        "off" => (false, null),
        _ => (null, $"is '{text}'; it must be on, or off."),
    };

    private static (string[]? Value, string? Fault) ParseNames(string text)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        return names.FirstOrDefault(name => name.Trim('*').Length == 0 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '*'))) is { } wrong
            ? (null, $"names '{wrong}'; it must be names of variables, with * for anything, as in MY_PIN,ACME_*.")
            : (names, null);
    }
}
