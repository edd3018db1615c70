using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sharing;

public sealed class SharedProgramTests
{
    [Fact]
    public void The_token_is_not_inherited_and_the_session_is_named()
    {
        using var ana = new TestHome(("SESSIONSHARE_TOKEN", "secret"), ("EDITOR", "vi"), ("TERM", "screen"));
        using var program = new SharedProgram(["true"], ana.Surroundings);

        var environment = program.Environment(SessionId.Parse("0000000000000000000001"));

        environment.Should().NotContainKey("SESSIONSHARE_TOKEN").And.Contain("EDITOR", "vi").And.Contain("TERM", "screen")
            .And.Contain("SESSIONSHARE_SESSION", "0000000000000000000001");
    }

    [Fact]
    public void Command_line_could_be_typed()
    {
        using var ana = new TestHome();
        using var program = new SharedProgram(["sh", "-c", "echo 'a b'", ""], ana.Surroundings);

        program.CommandLine.Should().Be("""sh -c 'echo '\''a b'\''' ''""");
        program.MarksNonce.Should().BeNull();
    }
}
