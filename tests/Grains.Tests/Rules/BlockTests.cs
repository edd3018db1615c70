using SessionShare.Grains.Log;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Rules;

public sealed class BlockTests
{
    [Fact]
    public void A_command_becomes_a_row_that_ends_with_its_exit_code()
    {
        var session = new SessionFixture().Share();
        session.Append(1, Start(1, "make"), Output, End(1, 2));

        session.Rules.Blocks.Changed(3).Should().Equal(new BlockRow(1, "make", "/", 1, 3, 0, 0, 2, 0));
    }

    [Fact]
    public void A_row_says_who_of_the_others_ran_it()
    {
        var session = new SessionFixture().Share();
        var ana = new Person("Ana", "ana@example.com");
        session.Append(1, (FrameKind.BlockStart, new BlockStart(1, "make", "/", ana).ToPayload()), End(1, 0), Start(2, "ls"));

        session.Rules.Blocks.Changed(3).Select(row => row.RanBy).Should().Equal(ana, null);
        BlockValue.Of(session.Rules.Blocks.Changed(3)[0]).ToWire().RanBy.Should().Be(ana);
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
        session.Rules.Blocks.Merge([new BlockRow(1, "sleep", "/", 1, null, 0, null, null, 0)], 1, 10).Should().ContainSingle().Which.LastSequence.Should().Be(2);
    }

    [Fact]
    public void A_command_whose_end_is_missing_is_closed_by_the_next_without_exit_code()
    {
        var session = new SessionFixture().Share();
        session.Append(1, Start(1, "exec zsh"), Output, Start(2, "ls"));

        session.Rules.Blocks.Changed(9).Should().Equal(
            new BlockRow(1, "exec zsh", "/", 1, 2, 0, 0, null, 0), new BlockRow(2, "ls", "/", 3, null, 0, null, null, Start(1, "exec zsh").Payload.Length + 1));
    }

    [Fact]
    public void A_row_knows_how_many_payload_bytes_came_before_it_also_from_earlier_activations()
    {
        var session = new SessionFixture(head: new LogHead(2, 1, 9, 0, 1000, null)).Share();
        session.Append(10, (FrameKind.Output, new byte[7]));
        session.Append(11, Output, Start(1, "ls"), Output, End(1, 0), Start(2, "ls"));

        var one = Start(1, "ls").Payload.Length + 1 + End(1, 0).Payload.Length;
        session.Rules.Blocks.Changed(99).Select(row => row.Before).Should().Equal(1008, 1008 + one);
    }

    [Fact]
    public void Block_numbers_only_grow()
    {
        var session = new SessionFixture().Share();
        session.Append(1, Start(2, "ls"));
        session.Append(2, Start(2, "ls")).Refused!.Text.Should().Contain("block numbers grow, and 2 was the newest");
    }

    private static (FrameKind Kind, byte[] Payload) Output => (FrameKind.Output, "x"u8.ToArray());

    internal static (FrameKind Kind, byte[] Payload) Start(int number, string? command) => (FrameKind.BlockStart, new BlockStart(number, command, "/").ToPayload());

    internal static (FrameKind Kind, byte[] Payload) End(int number, int code) => (FrameKind.BlockEnd, new BlockEnd(number, code).ToPayload());
}
