namespace SessionShare.Cli.Tests.Shells;

/// <summary>What a person has set up in bash stays as it was.</summary>
public sealed class BashCourtesyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Status_and_last_argument_are_the_commands(bool stringHooks)
    {
        using var shell = new TestShell("PROMPT_COMMAND='echo \"seen $? $_\"'\n", stringHooks);
        shell.Run("(exit 3)");
        shell.Run("echo $?").Should().Be("3\n");
        shell.Run("echo one two");
        shell.Run("echo $_").Should().Be("two\n");
        shell.Text.Should().Contain("seen 3 ").And.Contain("seen 0 two");
    }

    [Fact]
    public void Pipestatus_is_the_commands()
    {
        using var shell = new TestShell("PROMPT_COMMAND='echo \"seen ${PIPESTATUS[*]}\"'\n");
        shell.Run("(exit 3) | (exit 4)");
        shell.Run("echo ${PIPESTATUS[*]}").Should().Be("3 4\n");
        shell.Text.Should().Contain("seen 3 4");
        shell.Ended.First().ExitCode.Should().Be(4);
    }

    [Theory]
    [InlineData("PROMPT_COMMAND='echo from-string'\n", false)]
    [InlineData("PROMPT_COMMAND='echo from-string;'\n", true)]
    [InlineData("PROMPT_COMMAND='echo from-string # comment'\n", true)]
    [InlineData("PROMPT_COMMAND=('echo from-string' 'echo from-array')\n", false)]
    public void Prompt_command_runs_between_the_blocks(string bashrc, bool stringHooks)
    {
        using var shell = new TestShell(bashrc, stringHooks);
        shell.Run("echo out").Should().Be("out\n");
        shell.Text.Split("from-string\r\n").Should().HaveCount(3, "it runs at both prompts");
        shell.Run("false");
        shell.Ended.Select(ended => ended.ExitCode).Should().Equal(0, 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Blocks_survive_a_changed_prompt_command(bool stringHooks)
    {
        using var shell = new TestShell("PROMPT_COMMAND='echo first'\n", stringHooks);
        shell.Run("PROMPT_COMMAND=\"echo before; $PROMPT_COMMAND\"");
        shell.Run("(exit 5)").Should().Be("");
        shell.Run("(exit 6)").Should().Be("");
        shell.Ended.Select(ended => ended.ExitCode).Should().Equal(0, 5, 6);
        shell.Text.Should().EndWith("(exit 6)\r\nbefore\r\nfirst\r\n$ ");
    }

    [Fact]
    public void Blocks_survive_a_replaced_prompt_command()
    {
        using var shell = new TestShell("PROMPT_COMMAND='echo first'\n");
        shell.Run("PROMPT_COMMAND='echo second'");
        shell.Run("(exit 5)").Should().Be("");
        shell.Ended.Select(ended => ended.ExitCode).Should().Equal(0, 5);
        shell.Text.Should().EndWith("(exit 5)\r\nsecond\r\n$ ");
    }

    [Fact]
    public void Ps0_is_kept_and_may_change()
    {
        using var shell = new TestShell("PS0='[\\#] '\n");
        shell.Run("echo a").Should().MatchRegex(@"^\[\d+\] a\n$");
        shell.Run("PS0='new '");
        shell.Run("echo b").Should().Be("new b\n");
        shell.Started.Last().CommandLine.Should().Be("echo b");
    }

    [Fact]
    public void Debug_and_error_traps_are_kept()
    {
        using var shell = new TestShell("trap 'echo \"debug $BASH_COMMAND\"' DEBUG\ntrap 'echo error' ERR\n");
        shell.Run("echo a").Should().StartWith("debug echo a\na\n");
        shell.Run("false").Should().StartWith("debug false\n").And.Contain("\nerror\n");
        shell.Run("trap -p DEBUG").Should().Contain("debug $BASH_COMMAND");
        shell.Ended.Select(ended => ended.ExitCode).Should().Equal(0, 1, 0);
        shell.Text.Split("error\r\n").Should().HaveCount(2, "it is called for the command only");
    }

    [Theory]
    [InlineData("set -u\n")]
    [InlineData("set -f\n")]
    [InlineData("set -C\n")]
    [InlineData("set -a\n")]
    [InlineData("set -o posix\n")]
    [InlineData("IFS=0123456789\n")]
    [InlineData("shopt -s nocasematch extglob nullglob failglob extdebug\n")]
    [InlineData("alias printf=false local=false return=false '[['=false\nprintf() { echo mine; }\n")]
    [InlineData("LC_ALL=en_US.ISO-8859-1\n")]
    [InlineData("HISTTIMEFORMAT='%F %T '\n")]
    [InlineData("return 3\n")]
    public void Blocks_do_not_depend_on_how_the_shell_is_set(string bashrc)
    {
        using var shell = new TestShell(bashrc);
        shell.Run("echo 'a;b'").Should().Be("a;b\n");
        shell.Run("(exit 7)").Should().Be("");
        shell.Started.Select(started => started.CommandLine).Should().Equal("echo 'a;b'", "(exit 7)");
        shell.Ended.Select(ended => ended.ExitCode).Should().Equal(0, 7);
        shell.Text.Should().NotContain("__ss").And.NotContain("command not found");
    }

    [Fact]
    public void Tracing_shows_nothing_of_ours()
    {
        using var shell = new TestShell();
        shell.Run("set -x");
        shell.Run("echo a").Should().Be("+ echo a\na\n");
        shell.Text.Should().NotContain("__ss");
    }

    [Fact]
    public void Repeated_command_that_history_ignores_is_told()
    {
        using var shell = new TestShell("HISTCONTROL=ignoredups\n");
        shell.Run("echo a");
        shell.Run("echo a");
        shell.Run("history").Should().Be("    1  echo a\n    2  history\n");
        shell.Started.Select(started => started.CommandLine).Should().Equal("echo a", "echo a", "history");
    }

    [Fact]
    public void Command_kept_out_of_history_is_unknown()
    {
        using var shell = new TestShell("HISTCONTROL=ignorespace\n");
        shell.Run("echo a");
        shell.Run(" echo secret").Should().Be("secret\n");
        shell.Run("history").Should().NotContain("secret");
        shell.Started.Select(started => (started.CommandLine, started.Candidate)).Should().Equal(("echo a", null), (null, null), ("history", null));
    }

    [Fact]
    public void Command_that_is_repeated_or_kept_out_has_a_candidate_only()
    {
        using var shell = new TestShell("HISTCONTROL=ignoreboth\n");
        shell.Run("echo a");
        shell.Run("echo a");
        shell.Run(" echo secret").Should().Be("secret\n");
        shell.Run("echo $HISTCONTROL").Should().Be("ignoreboth\n");
        shell.Started.Select(started => (started.CommandLine, started.Candidate)).Should().Equal(
            ("echo a", null), (null, "echo a"), (null, "echo a"), ("echo $HISTCONTROL", null));
    }

    [Fact]
    public void Shell_without_history_tells_no_command_lines()
    {
        using var shell = new TestShell("HISTCONTROL=ignoredups\nset +o history\n");
        shell.Run("echo a");
        shell.Started.Single().CommandLine.Should().BeNull();
    }

    [Fact]
    public void System_wide_file_is_read_as_well()
    {
        using var shell = new TestShell();
        shell.Run("shopt checkwinsize").Should().MatchRegex("checkwinsize\\s+on\n$");
    }
}
