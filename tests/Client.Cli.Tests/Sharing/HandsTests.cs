using System.Text;
using Orleans.InProcess.Tests;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sharing;

public sealed class HandsTests
{
    private static readonly Person Bob = new("Bob", "bob@example.com");

    private readonly FakeTimeProvider _time = new();
    private readonly Hands _hands;

    public HandsTests()
    {
        _hands = new Hands(_time);
        _hands.Prompt();
    }

    [Fact]
    public void Who_pressed_enter_ran_it()
    {
        Own("ls\r");
        _hands.Started().Should().BeNull();
        Others("ls\r");
        _hands.Started().Should().Be(Bob);
        Others("ls");
        Own("\r");
        _hands.Started().Should().BeNull();
        Own("ls");
        Others("\n");
        _hands.Started().Should().Be(Bob);
    }

    [Fact]
    public void A_command_that_another_started_is_not_the_sharer_s()
    {
        Others("ls\r");
        _hands.Started();
        _hands.Other.Should().Be(Bob);
    }

    [Fact]
    public void A_line_that_another_left_and_the_sharer_entered_is_the_sharer_s()
    {
        Others("ls");
        Own("\r");
        _hands.Started();
        _hands.Other.Should().BeNull();
    }

    [Fact]
    public void Lines_typed_ahead_stay_another_s_until_the_shell_has_read_them()
    {
        Own("sleep 5\r");
        _hands.Started();
        Others("one\rtwo\r");
        Own("three\r");
        foreach (var other in new[] { Bob, Bob, null })
        {
            _hands.Prompt();
            _hands.Started();
            _hands.Other.Should().Be(other);
        }
    }

    [Fact]
    public void A_command_of_the_sharer_s_right_behind_another_s_is_the_sharer_s()
    {
        Others("ls\r");
        _hands.Started();
        _hands.Prompt();
        Own("ls\r");
        _hands.Started();
        _hands.Other.Should().BeNull();
    }

    [Fact]
    public void Lines_that_a_program_took_make_the_next_command_doubtful()
    {
        Own("vim\r");
        _hands.Started();
        Others("text\rtext\r");
        _hands.Prompt();
        Own("ls\r");
        _hands.Started();
        _hands.Other.Should().Be(Bob);
    }

    [Fact]
    public void What_the_sharer_types_at_a_prompt_that_has_stood_a_while_is_the_sharer_s()
    {
        Own("vim\r");
        _hands.Started();
        Others("text\rtext\r");
        _hands.Prompt();
        _time.Advance(TimeSpan.FromSeconds(1));
        Own("ls\r");
        _hands.Started();
        _hands.Other.Should().BeNull();
    }

    [Fact]
    public void Input_for_a_program_that_runs_changes_nothing_about_that_command()
    {
        Own("cat\r");
        _hands.Started();
        Others("text\r");
        _hands.Other.Should().BeNull();
    }

    [Theory]
    [InlineData("\u000f")]
    [InlineData("\u001bx")]
    public void A_command_that_began_at_a_key_of_another_s_is_not_the_sharer_s(string key)
    {
        Own("ls");
        Others(key);
        _hands.Started();
        _hands.Other.Should().Be(Bob);
    }

    [Fact]
    public void In_a_shell_that_tells_no_commands_the_newest_enter_counts()
    {
        var silent = new Hands(_time);
        silent.Others(Bob, "ls\r"u8);
        silent.Other.Should().Be(Bob);
        silent.Own("ls\r"u8);
        silent.Other.Should().BeNull();
    }

    private void Own(string keys) => _hands.Own(Encoding.UTF8.GetBytes(keys));

    private void Others(string keys) => _hands.Others(Bob, Encoding.UTF8.GetBytes(keys));
}
