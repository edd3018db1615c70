using SessionShare.Cli.Servers;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell;
using SessionShare.Cli.UnsharedShell.Channel;

namespace SessionShare.Cli.Tests.UnsharedShell;

public sealed class ShellCommandTests
{
    [Theory]
    [InlineData("64K", 64 * 1024)]
    [InlineData("8m", 8 * 1024 * 1024)]
    [InlineData("48M", 48 * 1024 * 1024)]
    [InlineData("1000000", 1_000_000)]
    public void What_is_kept_is_a_number_of_bytes(string text, long bytes) => ShellCommand.ParseKeep(text).Should().Be((bytes, (string?)null));

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("63K")]
    [InlineData("49M")]
    [InlineData("-1")]
    [InlineData("1.5M")]
    [InlineData("99999999999999999999")]
    public void Other_sizes_are_refused_with_the_bounds(string text) =>
        ShellCommand.ParseKeep(text).Fault.Should().Contain($"'{text}'").And.Contain("64K to 48M");

    [Fact]
    public async Task A_block_can_only_be_chosen_inside_a_shell_that_keeps_blocks()
    {
        using var home = new TestHome();

        (await home.Run("share", "--from", "block:2")).Should().Be(240);
        home.Error.ToString().Should().Contain("block:2").And.Contain("sessionshare shell");
    }

    [Fact]
    public async Task Blocks_outside_a_shell_of_ours_says_where_it_works()
    {
        using var home = new TestHome();

        (await home.Run("blocks")).Should().Be(125);
        home.Error.ToString().Should().Contain("sessionshare shell");
    }

    [Fact]
    public void The_shell_gets_our_address_but_not_the_token_nor_a_session()
    {
        using var home = new TestHome((Credentials.Variable, "secret"), (SharedProgram.SessionVariable, "old"), ("KEPT", "yes"), ("SHELL", "/bin/sh"));
        var address = ShellAddress.New(home.Surroundings.Home);
        using var program = new ShellProgram(home.Surroundings, address);

        var environment = program.Environment();

        environment.Should().NotContainKey(Credentials.Variable).And.NotContainKey(SharedProgram.SessionVariable);
        environment["KEPT"].Should().Be("yes");
        environment[ShellAddress.Variable].Should().Be($"{address}");
    }
}
