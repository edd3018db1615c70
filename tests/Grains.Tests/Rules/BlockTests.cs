using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Rules;

public sealed class BlockTests
{
    [Fact]
    public void A_command_becomes_a_row_that_ends_with_its_exit_code()
    {
        var session = new SessionFixture().Share();
        session.Append(1, Start(1, "make"), Output, End(1, 2));

        session.Rules.Blocks.Changed(3).Should().Equal(new Block(1, "make", "/", 1, 3, 0, 0, 2));
    }

    [Fact]
    public void A_row_is_stored_once_and_again_when_it_changes()
    {
        var session = new SessionFixture().Share();
        session.Append(1, Start(1, "sleep"));
        session.Store();
        session.Rules.Blocks.Changed(9).Should().BeEmpty();

        session.Append(2, End(1, 0));
        session.Rules.Blocks.Changed(9).Should().ContainSingle().Which.ExitCode.Should().Be(0);
        session.Rules.Blocks.Merge([new Block(1, "sleep", "/", 1, null, 0, null, null)], 1, 10).Should().ContainSingle().Which.LastSequence.Should().Be(2);
    }

    [Fact]
    public void A_command_whose_end_is_missing_is_closed_by_the_next_without_exit_code()
    {
        var session = new SessionFixture().Share();
        session.Append(1, Start(1, "exec zsh"), Output, Start(2, "ls"));

        session.Rules.Blocks.Changed(9).Should().Equal(
            new Block(1, "exec zsh", "/", 1, 2, 0, 0, null), new Block(2, "ls", "/", 3, null, 0, null, null));
    }

    [Fact]
    public void Block_numbers_only_grow()
    {
        var session = new SessionFixture().Share();
        session.Append(1, Start(2, "ls"));
        session.Append(2, Start(2, "ls")).Refused!.Text.Should().Contain("block numbers grow, and 2 was the newest");
    }

    private static (FrameKind Kind, byte[] Payload) Output => (FrameKind.Output, "x"u8.ToArray());

    private static (FrameKind Kind, byte[] Payload) Start(int number, string command) => (FrameKind.BlockStart, new BlockStart(number, command, "/").ToPayload());

    private static (FrameKind Kind, byte[] Payload) End(int number, int code) => (FrameKind.BlockEnd, new BlockEnd(number, code).ToPayload());
}
