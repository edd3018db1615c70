using System.CommandLine;

namespace SessionShare.Cli.Completion;

/// <summary>`sessionshare man`: the manual page, for man -l - or a package.</summary>
internal static class ManCommand
{
    public static Command Create(RootCommand root, string version, TextWriter output)
    {
        var command = new Command("man", "Write the manual page; sessionshare man | man -l - shows it.");
        command.SetAction(_ =>
        {
            foreach (var line in Page(root, version))
                output.WriteLine(line);
        });
        return command;
    }

    /// <summary>In roff, as man(7) has it.</summary>
    internal static IEnumerable<string> Page(Command root, string version)
    {
        yield return $".TH {root.Name.ToUpperInvariant()} 1 \"\" \"SessionShare {version}\" \"User Commands\"";
        yield return ".SH NAME";
        yield return $"{root.Name} \\- {Text(root.Description?.TrimEnd('.'))}";
        yield return ".SH SYNOPSIS";
        yield return $".B {root.Name}";
        yield return ".I COMMAND";
        yield return "[options]";
        yield return ".SH COMMANDS";
        foreach (var line in CommandTree.Of(root).Skip(1).SelectMany(one => Section(one.Words, one.Command)))
            yield return line;
        yield return ".SH SEE ALSO";
        yield return "docs/cli.md in the sources says more of each command, of the environment, of JSON, and of exit codes.";
    }

    private static IEnumerable<string> Section(string words, Command command)
    {
        yield return $".SS {Text(words)}{string.Concat(command.Arguments.Where(argument => !argument.Hidden).Select(argument => $" {Text(argument.Name)}"))}";
        yield return Text(command.Description);
        foreach (var argument in command.Arguments.Where(argument => !argument.Hidden))
        {
            yield return ".TP";
            yield return $".I {Text(argument.Name)}";
            yield return Text(argument.Description);
        }
        foreach (var option in CommandTree.Options(command).SkipLast(1))
        {
            yield return ".TP";
            yield return $".BR {string.Join(" \", \" ", CommandTree.Names(option).Select(Text))}{(CommandTree.TakesValue(option) ? $" \" {Text(option.HelpName ?? "VALUE")}\"" : "")}";
            yield return Text(option.Description);
        }
    }

    /// <summary>No letter of it is a request of roff's, and a hyphen can be copied.</summary>
    private static string Text(string? text)
    {
        var safe = (text ?? "").Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("\"", "\\(dq", StringComparison.Ordinal);
        return safe.StartsWith('.') || safe.StartsWith('\'') ? $"\\&{safe}" : safe;
    }
}
