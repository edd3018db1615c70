using System.CommandLine;
using System.CommandLine.Help;

namespace SessionShare.Cli.Completion;

/// <summary>The command line's own definitions, as a list: what help, completions and the manual page are made of.</summary>
internal static class CommandTree
{
    private static readonly HelpOption Help = new("--help", "-h") { Description = "Say what this understands." };

    /// <summary>A command and all below it, with their words, outermost first.</summary>
    public static IEnumerable<(string Words, Command Command)> Of(Command command, string? before = null)
    {
        var words = before is null ? command.Name : $"{before} {command.Name}";
        yield return (words, command);
        foreach (var below in Below(command).SelectMany(below => Of(below, words)))
            yield return below;
    }

    /// <summary>The commands directly below.</summary>
    public static IEnumerable<Command> Below(Command command) => command.Subcommands.Where(below => !below.Hidden);

    /// <summary>A command's options, with the one for help that every command has.</summary>
    public static IEnumerable<Option> Options(Command command) => command.Options.Where(option => !option.Hidden && option is not HelpOption).Append(Help);

    /// <summary>Its names, the long one first.</summary>
    public static IEnumerable<string> Names(Option option) => option.Aliases.Prepend(option.Name).Distinct().OrderByDescending(name => name.StartsWith("--", StringComparison.Ordinal));

    /// <summary>Whether a value follows it.</summary>
    public static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option is not (HelpOption or VersionOption);

    /// <summary>The values that it may have, where those are words: <c>view|edit</c>. What is in capitals or begins with a number stands for something else.</summary>
    public static IEnumerable<string> Values(Option option) =>
        option.HelpName is { } form && !form.Contains('[') ? form.Split('|').Where(IsWord) : [];

    private static bool IsWord(string value) =>
        value.Length > 1 && char.IsAsciiLetterLower(value[0]) && value.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
