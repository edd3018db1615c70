using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.Shells;

public sealed class FishTests
{
    [Fact]
    public void Command_makes_a_block_with_its_line_directory_and_exit_code()
    {
        using var shell = TestShell.Fish();
        shell.Run("echo hello; sh -c 'exit 4'").Should().Be("hello\n");
        shell.Marks.Should().Equal(
            new PromptShown(shell.Home),
            new CommandStarted(1, "echo hello; sh -c 'exit 4'", null, shell.Home),
            new CommandEnded(1, 4),
            new PromptShown(shell.Home));
    }

    [Fact]
    public void Standard_marks_stand_beside_ours()
    {
        using var shell = TestShell.Fish();
        shell.Run("false");
        shell.RawText.Should().MatchRegex(@"(?s)\e\]133;A[^\a]*\a.*false.*\e\]133;C[^\a]*\a.*\e\]133;D;1[^\a]*\a.*\e\]133;A[^\a]*\a");
    }

    [Fact]
    public void Command_line_holds_any_characters_and_lines()
    {
        using var shell = TestShell.Fish();
        shell.Run("echo 'semi; \\x3b back\\slash ünï 漢字 🙂 %n $x'\"\n\nb \\\\x0a\"").Should().Be("semi; \\x3b back\\slash ünï 漢字 🙂 %n $x\n\nb \\x0a\n");
        shell.Started.Single().CommandLine.Should().Be("echo 'semi; \\x3b back\\slash ünï 漢字 🙂 %n $x'\"\n\nb \\\\x0a\"");
    }

    [Theory]
    [InlineData("a; b")]
    [InlineData("new\nline")]
    [InlineData("back\\slash \\x3b")]
    [InlineData("esc \e]5353;x;P\a")]
    [InlineData("tab\t ünï 漢字 🙂 ' \" $HOME `x` %n & *")]
    public void Directory_with_odd_characters_is_told_exactly(string name)
    {
        using var shell = TestShell.Fish();
        var directory = Directory.CreateDirectory(Path.Combine(shell.Home, name)).FullName;
        shell.Run("cd */");
        shell.LastDirectory.Should().Be(directory);
    }

    [Fact]
    public void Command_that_the_history_does_not_keep_is_told()
    {
        using var shell = TestShell.Fish();
        shell.Run(" echo a");
        shell.Run("history").Should().NotContain("echo a");
        shell.Started.First().CommandLine.Should().Be(" echo a");
    }

    [Fact]
    public void Exit_ends_its_block()
    {
        using var shell = TestShell.Fish();
        shell.Type("exit 9\n");
        shell.WaitForEnd().Code.Should().Be(9);
        shell.Started.Single().CommandLine.Should().Be("exit 9");
        shell.Ended.Should().Equal(new CommandEnded(1, 9));
    }

    [Fact]
    public void Line_that_is_no_command_makes_no_block()
    {
        using var shell = TestShell.Fish();
        shell.Type("echo )\n");
        shell.WaitForText("Unexpected ')'");
        // The line stays to be put right; Ctrl-U drops it, whether fish reads keys again by then or the terminal still keeps them for it.
        shell.WaitUntil("the line again", () => shell.Text.LastIndexOf("$ echo )", StringComparison.Ordinal) > shell.Text.IndexOf("Unexpected", StringComparison.Ordinal));
        shell.Type("\u0015echo here\n");
        shell.WaitForPrompt();
        shell.Started.Should().Equal(new CommandStarted(1, "echo here", null, shell.Home));
    }

    [Fact]
    public void Ctrl_z_ends_a_block_and_fg_is_the_next()
    {
        using var shell = TestShell.Fish();
        shell.Type("echo go; cat\n");
        shell.WaitForNext("go\r\n");
        shell.Type("one\n");
        shell.WaitForText("one\r\none\r\n");
        shell.Type("\x1a");
        shell.WaitForPrompt();
        shell.Type("fg\n");
        shell.WaitForText("Send job");
        shell.Type("\x04");
        shell.WaitForPrompt();
        shell.Started.Select(started => started.CommandLine).Should().Equal("echo go; cat", "fg");
        shell.Ended.Select(ended => ended.ExitCode).Last().Should().Be(0);
    }

    [Fact]
    public void What_a_person_has_set_up_stays()
    {
        using var shell = TestShell.Fish("function p --on-event fish_postexec\necho post $status $pipestatus\nend\nenv > at-start\n");
        shell.Run("sh -c 'exit 3' | sh -c 'exit 4'");
        shell.Text.Should().Contain("post 4 3 4\r\n");
        shell.Run("echo $status").Should().StartWith("4\n");
        shell.Run("functions fish_prompt").Should().Contain("echo -n '$ '").And.NotContain("133");
        shell.Run("set -x | string match '*__ss*'; set -x | string match '*sessionshare-*'").Should().StartWith("post ");
        File.ReadAllText(Path.Combine(shell.Home, "at-start")).Should().Contain("HOME=").And.NotContain(shell.Nonce);
    }

    [Fact]
    public void Login_fish_is_one()
    {
        using var shell = TestShell.Fish("status is-login; and set was_login yes\n", ["-l"]);
        shell.Run("echo $was_login").Should().Be("yes\n");
    }
}
