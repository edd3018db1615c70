using System.Runtime.Versioning;
using SessionShare.Cli.Shells;

namespace SessionShare.Cli.Tests.Shells;

public sealed class ShellChoiceTests
{
    private static readonly Dictionary<string, string> Environment = new() { ["A"] = "b" };

    [Theory]
    [InlineData("/bin/bash")]
    [InlineData("bash")]
    [InlineData("/opt/tools/bash", "-i")]
    public void Interactive_bash_is_integrated(params string[] arguments)
    {
        using var integration = ShellIntegration.For(arguments, Environment);
        integration!.Arguments.Should().HaveCount(4).And.StartWith([arguments[0], "--rcfile"]).And.EndWith("-i");
        integration.Nonce.Should().MatchRegex("^[0-9a-f]{32}$");
        integration.Extend(Environment).Should().BeSameAs(Environment);
        File.ReadAllText(integration.Arguments[2]).Should().StartWith($"__ss_nonce={integration.Nonce}\n");
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("/usr/bin/zsh", "-i")]
    [InlineData("zsh", "-l")]
    public void Interactive_zsh_is_integrated_by_one_variable(params string[] arguments)
    {
        using var integration = ShellIntegration.For(arguments, Environment);
        integration!.Arguments.Should().Equal(arguments);
        integration.Extend(Environment).Should().HaveCount(2).And.Contain("A", "b").And.ContainKey("ZDOTDIR");
    }

    [Theory]
    [InlineData("fish")]
    [InlineData("/usr/bin/fish", "-il")]
    [InlineData("fish", "--login")]
    public void Interactive_fish_is_integrated_by_a_command_after_its_configuration(params string[] arguments)
    {
        using var integration = ShellIntegration.For(arguments, Environment);
        integration!.Arguments.Should().StartWith(arguments).And.HaveCount(arguments.Length + 2);
        integration.Arguments[^2].Should().Be("--init-command");
        integration.Extend(Environment).Should().BeSameAs(Environment);
    }

    [Theory]
    [InlineData("bash", "-c", "ls")]
    [InlineData("bash", "--login")]
    [InlineData("bash", "script.sh")]
    [InlineData("zsh", "-c", "ls")]
    [InlineData("zsh", "-f")]
    [InlineData("fish", "script.fish")]
    [InlineData("sh")]
    [InlineData("dash", "-i")]
    [InlineData("bashful")]
    [InlineData("vim")]
    [InlineData("rbash")]
    public void Other_commands_run_as_they_are(params string[] arguments) => ShellIntegration.For(arguments, Environment).Should().BeNull();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Its_file_is_private_and_goes_with_it()
    {
        var integration = ShellIntegration.For(["bash"], Environment)!;
        var directory = Path.GetDirectoryName(integration.Arguments[2])!;
        File.GetUnixFileMode(directory).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        integration.Dispose();
        integration.Dispose();
        Directory.Exists(directory).Should().BeFalse();
    }

    [Theory]
    [InlineData("/bin/bash", "/bin/sh", "/bin/bash")]
    [InlineData(null, "/bin/bash", "/bin/bash")]
    [InlineData("", "/bin/bash", "/bin/bash")]
    [InlineData("bash", "/bin/bash", "/bin/bash")]
    [InlineData("/no/such/shell", "/bin/bash", "/bin/bash")]
    [InlineData("/no/such/shell", null, "/bin/sh")]
    [InlineData(null, "", "/bin/sh")]
    public void Shell_is_the_variables_else_the_passwd_entrys_else_sh(string? variable, string? passwd, string expected) =>
        UserShell.Find(variable, passwd).Should().Be(expected);

    [Fact]
    public void Shell_of_this_user_is_found_without_the_variable() => File.Exists(UserShell.Find(null)).Should().BeTrue();
}
