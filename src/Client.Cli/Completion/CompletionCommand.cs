using System.CommandLine;

namespace SessionShare.Cli.Completion;

/// <summary>`sessionshare completion`.</summary>
internal static class CompletionCommand
{
    public static Command Create(RootCommand root, TextWriter output) =>
        new("completion", "Write what completes this command line in a shell: put it where the shell reads it.")
        {
            Shell("bash", "source <(sessionshare completion bash), in ~/.bashrc", BashCompletion.Of, root, output),
            Shell("zsh", "source <(sessionshare completion zsh), in ~/.zshrc behind compinit", ZshCompletion.Of, root, output),
            Shell("fish", "sessionshare completion fish >~/.config/fish/completions/sessionshare.fish", FishCompletion.Of, root, output),
        };

    private static Command Shell(string name, string use, Func<Command, IEnumerable<string>> lines, RootCommand root, TextWriter output)
    {
        var command = new Command(name, $"For {name}: {use}.");
        command.SetAction(_ =>
        {
            foreach (var line in lines(root))
                output.WriteLine(line);
        });
        return command;
    }
}
