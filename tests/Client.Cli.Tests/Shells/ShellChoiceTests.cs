using System.Runtime.Versioning;
using SessionShare.Cli.Shells;

namespace SessionShare.Cli.Tests.Shells;

public sealed class ShellChoiceTests
{
    [Theory]
    [InlineData("/bin/bash")]
    [InlineData("bash")]
    [InlineData("/opt/tools/bash", "-i")]
    public void Interactive_bash_is_integrated(params string[] arguments)
    {
        using var integration = ShellIntegration.For(arguments);
        integration!.Arguments.Should().HaveCount(4).And.StartWith([arguments[0], "--rcfile"]).And.EndWith("-i");
        integration.Nonce.Should().MatchRegex("^[0-9a-f]{32}$");
        integration.Extend(new Dictionary<string, string> { ["A"] = "b" }).Should().HaveCount(2).And.Contain("A", "b").And.Contain(ShellIntegration.NonceVariable, integration.Nonce);
    }

    [Theory]
    [InlineData("bash", "-c", "ls")]
    [InlineData("bash", "--login")]
    [InlineData("bash", "script.sh")]
    [InlineData("zsh")]
    [InlineData("bashful")]
    [InlineData("vim")]
    [InlineData("rbash")]
    public void Other_commands_run_as_they_are(params string[] arguments) => ShellIntegration.For(arguments).Should().BeNull();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Its_file_is_private_and_goes_with_it()
    {
        var integration = ShellIntegration.For(["bash"])!;
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
