using SessionShare.Cli.Sharing;
using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.Sharing;

public sealed class CommandBlocksTests
{
    private readonly List<object> _seen = [];
    private readonly CommandBlocks _blocks;

    public CommandBlocksTests() => _blocks = new(_seen.Add, _seen.Add);

    [Fact]
    public void Commands_become_blocks_numbered_from_one_whatever_the_shell_counts()
    {
        _blocks.Take(new PromptShown("/tmp"));
        _blocks.Take(new CommandStarted(7, "ls", null, "/tmp"));
        _blocks.Take(new CommandEnded(7, 2));
        _blocks.Take(new CommandStarted(9, "pwd", null, "/tmp"));
        _blocks.Take(new CommandEnded(9, 0));

        _seen.Should().Equal(new BlockStart(1, "ls", "/tmp"), new BlockEnd(1, 2), new BlockStart(2, "pwd", "/tmp"), new BlockEnd(2, 0));
    }

    [Fact]
    public void A_command_that_the_shell_never_ended_ends_with_an_unknown_code()
    {
        _blocks.Take(new CommandStarted(1, "exec bash", null, "/"));
        _blocks.Take(new CommandStarted(2, "ls", null, "/"));

        _seen.Should().Equal(new BlockStart(1, "exec bash", "/"), new BlockEnd(1, null), new BlockStart(2, "ls", "/"));
    }

    [Fact]
    public void A_shell_that_ends_in_a_command_gives_it_its_own_code()
    {
        _blocks.Take(new CommandStarted(1, "exit 4", null, "/"));
        _blocks.End(4);
        _blocks.End(4);

        _seen.Should().Equal(new BlockStart(1, "exit 4", "/"), new BlockEnd(1, 4));
    }

    [Fact]
    public void What_the_shell_can_not_tell_is_not_guessed()
    {
        _blocks.Take(new CommandStarted(1, null, "an earlier command", "/"));

        _seen.Should().Equal(new BlockStart(1, null, "/"));
    }
}
