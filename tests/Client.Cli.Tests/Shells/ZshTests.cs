using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.Shells;

public sealed class ZshTests
{
    [Fact]
    public void Command_makes_a_block_with_its_line_directory_and_exit_code()
    {
        using var shell = TestShell.Zsh();
        shell.Run("echo hello; (exit 4)").Should().Be("hello\n");
        shell.Marks.Should().Equal(
            new PromptShown(shell.Home),
            new CommandStarted(1, "echo hello; (exit 4)", null, shell.Home),
            new CommandEnded(1, 4),
            new PromptShown(shell.Home));
    }

    [Fact]
    public void Standard_marks_stand_beside_ours()
    {
        using var shell = TestShell.Zsh();
        shell.Run("false");
        shell.RawText.Should().MatchRegex(@"(?s)\e\]133;A;aid=\d+\a.*\$ \e\]133;B\a.*false.*\e\]133;C;aid=\d+\a.*\e\]133;D;1;aid=\d+\a\e\]133;A;aid=\d+\a.*\$ \e\]133;B\a");
    }

    [Fact]
    public void Command_line_holds_any_characters_and_lines()
    {
        using var shell = TestShell.Zsh();
        shell.Run("echo 'tab\x16\t; semi \\x3b back\\slash \x16\x1b[31m ünï 漢字 🙂 \x16\x07 %n & $x'\"\n\nb\"");
        shell.Started.Single().CommandLine.Should().Be("echo 'tab\t; semi \\x3b back\\slash \x1b[31m ünï 漢字 🙂 \x07 %n & $x'\"\n\nb\"");
    }

    [Fact]
    public void Command_line_beyond_16_kibibytes_is_cut()
    {
        using var shell = TestShell.Zsh();
        var command = "X=" + new string('x', 20_000);
        // Pasted, since the line editor takes long to redraw so long a line at each key.
        shell.Run($"\e[200~{command}\e[201~");
        (shell.Started.Single().CommandLine == command[..16384]).Should().BeTrue();
    }

    [Theory]
    [InlineData("a; b")]
    [InlineData("new\nline")]
    [InlineData("back\\slash \\x3b")]
    [InlineData("esc \e]5353;x;P\a")]
    [InlineData("ünï 漢字 🙂 ' \" $HOME `x` %n & *")]
    public void Directory_with_odd_characters_is_told_exactly(string name)
    {
        using var shell = TestShell.Zsh();
        var directory = Directory.CreateDirectory(Path.Combine(shell.Home, name)).FullName;
        shell.Run("cd -- */");
        shell.LastDirectory.Should().Be(directory);
    }

    [Theory]
    [InlineData("setopt histignorespace histignoredups")]
    [InlineData("HISTSIZE=0")]
    public void Command_that_the_history_does_not_keep_is_told(string startup)
    {
        using var shell = TestShell.Zsh(startup + "\n");
        shell.Run(" echo a");
        shell.Run("echo b");
        shell.Run("echo b");
        shell.Started.Select(started => started.CommandLine).Should().Equal(" echo a", "echo b", "echo b");
    }

    [Fact]
    public void Ctrl_c_at_an_empty_prompt_makes_no_block()
    {
        using var shell = TestShell.Zsh();
        shell.Interrupt();
        shell.Type("half a comm");
        shell.WaitForText("half a comm");
        shell.Interrupt();
        shell.Run("");
        shell.Run("echo $?");
        shell.Started.Should().Equal(new CommandStarted(1, "echo $?", null, shell.Home));
    }

    [Fact]
    public void Exit_leaves_its_block_open_at_the_end()
    {
        using var shell = TestShell.Zsh();
        shell.Type("exit 9\n");
        shell.WaitForEnd().Code.Should().Be(9);
        shell.Marks[^1].Should().Be(new CommandStarted(1, "exit 9", null, shell.Home));
    }

    [Fact]
    public void Ctrl_z_ends_a_block_and_fg_is_the_next()
    {
        using var shell = TestShell.Zsh();
        shell.Type("cat\n");
        shell.WaitUntil("the block", () => shell.Started.Any());
        shell.Type("one\n");
        shell.WaitForText("one\r\none\r\n");
        shell.Type("\x1a");
        shell.WaitForPrompt();
        shell.Type("fg\n");
        shell.WaitForText("continued");
        shell.Type("\x04");
        shell.WaitForPrompt();
        shell.Started.Select(started => started.CommandLine).Should().Equal("cat", "fg");
        shell.Ended.Select(ended => ended.ExitCode).Should().Equal(148, 0);
    }

    [Fact]
    public void Shells_within_make_no_blocks_and_children_have_no_nonce()
    {
        using var shell = TestShell.Zsh("env > at-start\n");
        shell.Run("zsh -ic 'env; set; echo $ZDOTDIR'").Should().NotContain(shell.Nonce).And.NotContain("__ss_").And.EndWith("\n\n");
        File.ReadAllText(Path.Combine(shell.Home, "at-start")).Should().Contain("HOME=").And.NotContain(shell.Nonce).And.NotContain("ZDOTDIR");
        shell.Started.Should().ContainSingle();
    }
}
