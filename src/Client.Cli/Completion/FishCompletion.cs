using System.CommandLine;

namespace SessionShare.Cli.Completion;

/// <summary>What completes in fish, each word with what it is for.</summary>
internal static class FishCompletion
{
    public static IEnumerable<string> Of(Command root)
    {
        var all = CommandTree.Of(root).ToList();
        return
        [
            $"# Completes {root.Name} in fish. Made by `{root.Name} completion fish`.",
            $"function __{root.Name}_at --description 'Which command is being written'",
            $"    set -l at {root.Name}",
            "    for word in (commandline -opc)[2..]",
            "        # What follows is another program's command line.",
            "        test \"$word\" = -- && return 1",
            $"        contains -- \"$at $word\" {string.Join(' ', all.Skip(1).Select(one => Quoted(one.Words)))} && set at \"$at $word\"",
            "    end",
            "    test \"$at\" = \"$argv\"",
            "end",
            .. all.SelectMany(one => Lines(root.Name, one.Words, one.Command)),
        ];
    }

    private static IEnumerable<string> Lines(string program, string words, Command command)
    {
        var where = $"complete -c {program} -n {Quoted($"__{program}_at {words}")}";
        return CommandTree.Below(command).Select(below => $"{where} -f -a {below.Name} -d {Quoted(below.Description)}")
            .Concat(CommandTree.Options(command).Select(option => $"{where} {Names(option)}{Value(option)} -d {Quoted(option.Description)}"));
    }

    private static string Names(Option option) =>
        string.Join(' ', CommandTree.Names(option).Select(name => name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}"));

    private static string Value(Option option) => !CommandTree.TakesValue(option)
        ? ""
        : CommandTree.Values(option).ToList() is { Count: > 0 } values ? $" -x -a {Quoted(string.Join(' ', values))}" : " -r";

    private static string Quoted(string? text) => $"'{(text ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
