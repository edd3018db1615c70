using System.CommandLine;

namespace SessionShare.Cli.Completion;

/// <summary>What completes in bash.</summary>
internal static class BashCompletion
{
    public static IEnumerable<string> Of(Command root)
    {
        var all = CommandTree.Of(root).ToList();
        return
        [
            $"# Completes {root.Name} in bash. Made by `{root.Name} completion bash`.",
            $"_{root.Name}() {{",
            $"    local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} at='{root.Name}' words='' i",
            "    COMPREPLY=()",
            "    for ((i = 1; i < COMP_CWORD; i++)); do",
            "        # What follows is another program's command line.",
            "        if [ \"${COMP_WORDS[i]}\" = -- ]; then declare -F _command_offset >/dev/null && _command_offset $((i + 1)); return; fi",
            "        case \"$at ${COMP_WORDS[i]}\" in",
            $"            {string.Join(" | ", all.Skip(1).Select(one => $"'{one.Words}'"))}) at+=\" ${{COMP_WORDS[i]}}\" ;;",
            "        esac",
            "    done",
            "    case \"$at $before\" in",
            .. all.SelectMany(one => CommandTree.Options(one.Command).Where(CommandTree.TakesValue).SelectMany(option => Value(one.Words, option))),
            "        *) case \"$at\" in",
            .. all.Select(one => $"            '{one.Words}') words='{string.Join(' ', Words(one.Command))}' ;;"),
            "        esac ;;",
            "    esac",
            "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")",
            "}",
            $"complete -o default -F _{root.Name} {root.Name}",
        ];
    }

    /// <summary>Behind an option stands its value, and none of our words.</summary>
    private static IEnumerable<string> Value(string words, Option option) =>
        [$"        {string.Join(" | ", CommandTree.Names(option).Select(name => $"'{words} {name}'"))}) words='{string.Join(' ', CommandTree.Values(option))}' ;;"];

    private static IEnumerable<string> Words(Command command) =>
        CommandTree.Below(command).Select(below => below.Name).Concat(CommandTree.Options(command).SelectMany(CommandTree.Names));
}
