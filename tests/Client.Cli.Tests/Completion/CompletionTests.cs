using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Tests.Shells;

namespace SessionShare.Cli.Tests.Completion;

/// <summary>Tab, in real shells.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash", "sessionshare() { echo \"<$*>\"; }")]
    [InlineData("zsh", "autoload -U compinit; compinit -u; sessionshare() { echo \"<$*>\"; }")]
    [InlineData("fish", "function sessionshare; echo \"<$argv>\"; end")]
    public async Task Words_options_and_values_are_completed(string name, string program)
    {
        using var shell = TestShell.Of(name);
        var file = Path.Combine(shell.Home, "completion");
        await File.WriteAllTextAsync(file, (await Output("completion", name)).Replace(Program(), "sessionshare", StringComparison.Ordinal));
        shell.Run($"{program}; source '{file}'");

        shell.Run("sessionshare acc\tal\tada@example.com --f\t1h").Should().Contain("<access allow ada@example.com --for 1h>");
        shell.Run("sessionshare share --li\tvi\t").Should().Contain("<share --link view>");
    }

    [Fact]
    public async Task Manual_page_has_every_command_and_option()
    {
        var page = (await Output("man")).Replace("\\-", "-", StringComparison.Ordinal);
        page.Should().StartWith(".TH ");
        foreach (var command in new[] { "share", "join", "access allow", "export", "completion bash" })
            page.Should().MatchRegex($@"(?m)^\.SS \S+ {command}( |$)");
        page.Should().Contain(".BR --link \" view|edit\"").And.Contain("--yes").And.NotContain("\"-\"");
    }

    private static string Program() => new System.CommandLine.RootCommand().Name;

    private static async Task<string> Output(params string[] words)
    {
        var output = new StringWriter();
        (await Commands.Run(words, new Surroundings(output, TextWriter.Null, new Dictionary<string, string>(), TimeProvider.System))).Should().Be(0);
        return output.ToString();
    }
}
