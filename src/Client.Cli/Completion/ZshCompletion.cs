using System.CommandLine;

namespace SessionShare.Cli.Completion;

/// <summary>What completes in zsh, each word with what it is for.</summary>
internal static class ZshCompletion
{
    public static IEnumerable<string> Of(Command root)
    {
        var all = CommandTree.Of(root).ToList();
        return
        [
            $"#compdef {root.Name}",
            $"# Completes {root.Name} in zsh. Made by `{root.Name} completion zsh`.",
            $"_{root.Name}() {{",
            $"    local at='{root.Name}' before=$words[CURRENT-1] i",
            "    local -a found",
            "    for ((i = 2; i < CURRENT; i++)); do",
            "        # What follows is another program's command line.",
            "        if [[ $words[i] == -- ]]; then shift $i words; ((CURRENT -= i)); _normal; return; fi",
            "        case \"$at $words[i]\" in",
            $"            {string.Join("|", all.Skip(1).Select(one => Quoted(one.Words)))}) at+=\" $words[i]\" ;;",
            "        esac",
            "    done",
            "    case \"$at $before\" in",
            .. all.SelectMany(one => CommandTree.Options(one.Command).Where(CommandTree.TakesValue).Select(option => Value(one.Words, option))),
            "        *) case $at in",
            .. all.Select(one => $"            {Quoted(one.Words)}) found=({string.Join(' ', Words(one.Command))}) ;;"),
            "        esac ;;",
            "    esac",
            "    if ((#found)); then _describe 'word' found; else _files; fi",
            "}",
            $"compdef _{root.Name} {root.Name}",
        ];
    }

    private static string Value(string words, Option option) =>
        $"        {string.Join("|", CommandTree.Names(option).Select(name => Quoted($"{words} {name}")))}) found=({string.Join(' ', CommandTree.Values(option))}) ;;";

    private static IEnumerable<string> Words(Command command) =>
        CommandTree.Below(command).Select(below => Described(below.Name, below.Description))
            .Concat(CommandTree.Options(command).SelectMany(option => CommandTree.Names(option).Select(name => Described(name, option.Description))));

    private static string Described(string word, string? description) => Quoted($"{word}:{description?.Replace(":", "\\:", StringComparison.Ordinal)}");

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
