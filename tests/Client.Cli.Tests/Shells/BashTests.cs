using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.Shells;

public sealed class BashTests
{
    [Fact]
    public void Command_makes_a_block_with_its_line_directory_and_exit_code()
    {
        using var shell = new TestShell();
        shell.Run("echo hello").Should().Be("hello\n");
        shell.Marks.Should().Equal(
            new PromptShown(shell.Home),
            new CommandStarted(1, "echo hello", null, shell.Home),
            new CommandEnded(1, 0),
            new PromptShown(shell.Home));
    }

    [Theory]
    [InlineData("false", 1)]
    [InlineData("(exit 42)", 42)]
    [InlineData("no-such-command-at-all", 127)]
    [InlineData("bash -c 'kill -9 $$'", 137)]
    [InlineData("true | false", 1)]
    public void Failing_command_ends_with_its_exit_code(string command, int code)
    {
        using var shell = new TestShell();
        shell.Run(command);
        shell.Started.Should().ContainSingle().Which.CommandLine.Should().Be(command);
        shell.Ended.Should().ContainSingle().Which.ExitCode.Should().Be(code);
    }

    [Fact]
    public void Command_of_several_lines_is_one_block()
    {
        using var shell = new TestShell("shopt -s lithist\n");
        shell.Run("for i in 1 2\ndo echo $i\ndone").Should().Be("1\n2\n");
        shell.Run("cat <<END\nbody; with \\ odd\ncharacters\nEND");
        shell.Run("echo 'a\n\nb'");
        shell.Started.Select(started => started.CommandLine).Should().Equal(
            "for i in 1 2\ndo echo $i\ndone",
            "cat <<END\nbody; with \\ odd\ncharacters\nEND",
            "echo 'a\n\nb'");
    }

    [Fact]
    public void Command_of_several_lines_is_told_as_history_keeps_it()
    {
        using var shell = new TestShell();
        shell.Run("for i in 1 2\ndo echo $i\ndone");
        shell.Run("shopt -u cmdhist");
        shell.Run("echo '1\n2\n3'").Should().Be("1\n2\n3\n");
        shell.Started.Select(started => started.CommandLine).Should().Equal("for i in 1 2; do echo $i; done", "shopt -u cmdhist", "echo '1\n2\n3'");
    }

    [Fact]
    public void Command_line_holds_any_characters()
    {
        using var shell = new TestShell();
        shell.Run("echo 'tab\x16\t; semi \\x3b back\\slash \x16\x1b[31m ünï 漢字 🙂 \x16\x07'");
        shell.Started.Single().CommandLine.Should().Be("echo 'tab\t; semi \\x3b back\\slash \x1b[31m ünï 漢字 🙂 \x07'");
    }

    [Fact]
    public void Command_line_beyond_16_kibibytes_is_cut()
    {
        using var shell = new TestShell();
        var command = "X=" + new string('ü', 20_000);
        shell.Run(command);
        (shell.Started.Single().CommandLine == command[..16384]).Should().BeTrue();
    }

    [Theory]
    [InlineData("a; b")]
    [InlineData("new\nline")]
    [InlineData("back\\slash \\x3b")]
    [InlineData("esc \e]5353;x;P\a")]
    [InlineData("ünï 漢字 🙂 ' \" $HOME `x`")]
    public void Directory_with_odd_characters_is_told_exactly(string name)
    {
        using var shell = new TestShell();
        var directory = Directory.CreateDirectory(Path.Combine(shell.Home, name)).FullName;
        shell.Run("cd -P */");
        shell.LastDirectory.Should().Be(directory);
        shell.Run("x=é; echo ${#x}").Should().Be("1\n", "the locale is the person's again");
        shell.Started.Last().Directory.Should().Be(directory);
    }

    [Fact]
    public void Hundred_commands_typed_ahead_make_a_hundred_blocks()
    {
        using var shell = new TestShell();
        shell.Type(string.Concat(Enumerable.Range(1, 100).Select(at => $"echo {at}\n")));
        shell.WaitUntil("the end of the last block", () => shell.Ended.Count() == 100);
        shell.Started.Select(started => started.CommandLine).Should().Equal(Enumerable.Range(1, 100).Select(at => $"echo {at}"));
    }

    [Fact]
    public void Ctrl_c_at_an_empty_prompt_makes_no_block()
    {
        using var shell = new TestShell();
        shell.Interrupt();
        shell.Type("half a comm");
        shell.WaitForText("half a comm");
        shell.Interrupt();
        shell.Run("");
        shell.Run("# a comment");
        shell.Run("echo $?");
        shell.Marks.OfType<CommandStarted>().Single().Should().Be(new CommandStarted(1, "echo $?", null, shell.Home));
    }

    [Fact]
    public void Ctrl_c_ends_a_running_block()
    {
        using var shell = new TestShell();
        shell.Type("sh -c 'echo go; exec sleep 1000'\n");
        shell.WaitForText("\ngo\r\n");
        shell.Type("\x03");
        shell.WaitForPrompt();
        shell.Ended.Should().Equal(new CommandEnded(1, 130));
    }

    [Fact]
    public void Ctrl_z_ends_a_block_and_fg_is_the_next()
    {
        using var shell = new TestShell();
        shell.Type("echo go; cat\n");
        shell.WaitForText("\ngo\r\n");
        shell.Type("one\n");
        shell.WaitForText("one\r\none\r\n");
        shell.Type("\x1a");
        shell.WaitForPrompt();
        shell.Type("fg\n");
        shell.WaitForText("fg\r\ncat\r\n");
        shell.Type("\x04");
        shell.WaitForPrompt();
        shell.Started.Select(started => started.CommandLine).Should().Equal("echo go; cat", "fg");
        shell.Ended.Select(ended => ended.ExitCode).Should().Equal(148, 0);
    }

    [Fact]
    public void Exit_leaves_its_block_open_at_the_end()
    {
        using var shell = new TestShell();
        shell.Type("exit 9\n");
        shell.WaitForEnd().Code.Should().Be(9);
        shell.Marks[^1].Should().Be(new CommandStarted(1, "exit 9", null, shell.Home));
    }

    [Fact]
    public void Exec_leaves_its_block_open_at_the_end()
    {
        using var shell = new TestShell();
        shell.Type("exec sh -c 'exit 3'\n");
        shell.WaitForEnd().Code.Should().Be(3);
        shell.Started.Single().CommandLine.Should().Be("exec sh -c 'exit 3'");
        shell.Ended.Should().BeEmpty();
    }

    [Fact]
    public void Shells_within_make_no_blocks()
    {
        using var shell = new TestShell();
        shell.Type("PS1='within> ' bash --norc\n");
        shell.WaitForText("\nwithin> ");
        shell.Type("echo inside; exit\n");
        shell.WaitForPrompt();
        shell.Run("(echo sub; (echo subsub)); X=$(echo y); echo $X").Should().Be("sub\nsubsub\ny\n");
        shell.Started.Select(started => started.Block).Should().Equal(1, 2);
    }

    [Fact]
    public void Printed_marks_without_the_nonce_make_no_block()
    {
        using var shell = new TestShell();
        const string forged = "\e]5353;0123456789abcdef0123456789abcdef;C;n=7;d=/;c=rm -rf\a\e]5353;C\a\e]133;C\a";
        File.WriteAllText(Path.Combine(shell.Home, "forged"), forged);
        shell.Run("cat forged");
        shell.RawOutput.Should().Be(forged);
        shell.Started.Should().ContainSingle();
    }

    [Fact]
    public void Children_do_not_have_the_nonce()
    {
        using var shell = new TestShell("env > at-start\n");
        shell.Run("env; bash -c set").Should().NotContain(shell.Nonce).And.NotContain("__ss_");
        File.ReadAllText(Path.Combine(shell.Home, "at-start")).Should().Contain("HOME=").And.NotContain(shell.Nonce);
    }

    [Fact]
    public void Blocks_go_on_when_the_shell_writes_its_errors_elsewhere()
    {
        using var shell = new TestShell();
        shell.Type("exec 2>/dev/null\n");
        shell.WaitUntil("the end of the first block", () => shell.Ended.Any());
        shell.Type("echo here\n");
        shell.WaitUntil("the end of the second block", () => shell.Ended.Count() == 2);
        shell.Started.Last().CommandLine.Should().Be("echo here");
    }
}
