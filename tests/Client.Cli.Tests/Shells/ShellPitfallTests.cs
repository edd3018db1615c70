using SessionShare.Cli.Pty;
using SessionShare.Cli.Shells;
using SessionShare.Cli.Tests.Pty;
using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.Shells;

/// <summary>What goes wrong with shell integrations, in the real shells; what they can't show is in CommandBlocksByHintTests, as bytes.</summary>
public sealed class ShellPitfallTests
{
    public static TheoryData<string> Shells => ["bash", "zsh", "fish"];

    /// <summary>Forged marks of every kind, and the shell's own integration alive.</summary>
    [Theory]
    [MemberData(nameof(Shells))]
    public void Printed_file_with_forged_marks_makes_no_block(string name)
    {
        using var shell = TestShell.Of(name);
        const string forged = "\e]5353;0123456789abcdef0123456789abcdef;E;n=2;x=0\a\e]5353;0123456789abcdef0123456789abcdef;C;n=7;d=/;c=rm -rf\a"
            + "\e]133;D;0\a\e]133;A\a\e]133;B\a\e]633;E;rm -rf /\a\e]133;C\aout\e]133;D;1\a\e]133;C;cmdline_url=evil\aout\e]133;D\e\\\e]5353;C\a";
        File.WriteAllText(Path.Combine(shell.Home, "forged"), forged);
        shell.Run("cat forged");
        shell.Run("echo after");
        shell.RawText.Should().Contain(forged, "it is output like any other");
        TestBlocks.Of(shell).Should().Equal(("cat forged", 0), ("echo after", 0));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Prompts_cost_no_fork(string name)
    {
        using var shell = TestShell.Of(name);
        shell.Run("true");
        var before = shell.FaultsOfChildren();
        for (var at = 0; at < 3; at++)
            shell.PressEnter();
        shell.FaultsOfChildren().Should().Be(before);
        shell.Run("sh -c true");
        shell.FaultsOfChildren().Should().BeGreaterThan(before, "the measure shows forks");
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Commands_cost_no_fork(string name)
    {
        using var shell = TestShell.Of(name);
        shell.Run("true");
        var before = shell.FaultsOfChildren();
        shell.Run("true");
        shell.Run("cd /");
        shell.FaultsOfChildren().Should().Be(before);
    }

    [Theory]
    [InlineData("bash", "theirs() { printf '\\e]133;D;0\\a\\e]133;A\\a'; }\nPROMPT_COMMAND=theirs\nPS0='\\[\\e]633;E;forged\\a\\e]133;C\\a\\]'\n")]
    [InlineData("zsh", "p() { print -n '\\e]133;D;0\\a\\e]133;A\\a' }\nq() { print -n '\\e]633;E;forged\\a\\e]133;C\\a' }\nprecmd_functions+=(p)\npreexec_functions+=(q)\n")]
    [InlineData("fish", "function p --on-event fish_preexec\nprintf '\\e]633;E;forged\\a\\e]133;C\\a'\nend\nfunction q --on-event fish_postexec\nprintf '\\e]133;D;0\\a'\nend\n")]
    public void Marks_of_the_persons_own_integration_change_nothing(string name, string startup)
    {
        using var shell = TestShell.Of(name, startup);
        shell.Run("sh -c 'exit 3'");
        shell.Run("echo a");
        shell.RawText.Should().Contain("633;E;forged");
        TestBlocks.Of(shell).Should().Equal(("sh -c 'exit 3'", 3), ("echo a", 0));
    }

    [Theory]
    [InlineData("bash", "PS1='first line\\n$ '\n")]
    [InlineData("zsh", "PS1=$'first line\\n$ '\n")]
    public void Prompt_of_several_lines_belongs_to_no_block(string name, string startup)
    {
        using var shell = TestShell.Of(name, startup);
        shell.Run("printf 'no line end'");
        shell.LastOutput.Should().Be("no line end");
        shell.Run("echo a").Should().Be("a\n");
        shell.Text.Split("first line").Should().HaveCount(4);
    }

    /// <summary>Zsh marks output without a line's end before it runs anything of a person's or ours, so the mark is in the block. It shows as nothing.</summary>
    [Fact]
    public void Mark_of_zsh_behind_output_without_a_line_end_is_part_of_it()
    {
        using var shell = TestShell.Zsh("setopt promptsp\n");
        shell.Run("printf 'no line end'").Should().MatchRegex(@"^no line end[#%] +\r \r$");
    }

    [Theory]
    [InlineData("bash", "PROMPT_COMMAND='echo from-hook'\n", "")]
    [InlineData("zsh", "p() { echo from-hook }\nprecmd_functions+=(p)\n", "")]
    [InlineData("fish", "function p --on-event fish_prompt\necho from-hook\nend\n", "")]
    // Zsh runs the function of this name before all functions of the array.
    [InlineData("zsh", "precmd() { echo from-hook }\n", "from-hook\n")]
    public void What_a_hook_prints_at_the_prompt_belongs_to_no_block(string name, string startup, string more)
    {
        using var shell = TestShell.Of(name, startup);
        shell.Run("echo a").Should().Be("a\n" + more);
        shell.Text.Should().Contain("from-hook");
    }

    [Theory]
    [InlineData("bash", "bind -x '\"\\C-t\": \"echo bound\"'\nPROMPT_COMMAND=true\n")]
    [InlineData("zsh", "w() { for f in $precmd_functions; do $f; done; zle -M bound }\nzle -N w\nbindkey '^T' w\n")]
    [InlineData("fish", "bind \\ct 'echo bound'\n")]
    public void Keys_that_run_code_and_completion_make_no_block(string name, string startup)
    {
        using var shell = TestShell.Of(name, startup);
        shell.Type("echo a\x14");
        shell.WaitForText("bound");
        shell.Type("bc\n");
        shell.WaitForPrompt();
        shell.Type("fals\t");
        shell.Type("\n");
        shell.WaitForPrompt();
        shell.Started.Select(started => started.CommandLine!.TrimEnd()).Should().Equal("echo abc", "false");
        shell.Ended.Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Exec_leaves_its_block_open_at_the_end(string name)
    {
        using var shell = TestShell.Of(name);
        shell.Type("exec sh -c 'exit 3'\n");
        shell.WaitForEnd().Code.Should().Be(3);
        shell.Started.Single().CommandLine.Should().Be("exec sh -c 'exit 3'");
        shell.Ended.Should().BeEmpty();
    }

    [Theory]
    [InlineData("bash", "bash --norc")]
    [InlineData("zsh", "zsh -f")]
    [InlineData("fish", "fish --no-config")]
    public void Shell_within_is_one_block_whatever_runs_in_it(string name, string inner)
    {
        using var shell = TestShell.Of(name);
        shell.Type(inner + "\n");
        shell.WaitUntil("the block", () => shell.Started.Any());
        shell.Type("printf '%s-%s\\n' in side; exit 4\n");
        shell.WaitForPrompt();
        shell.LastOutput.Should().Contain("in-side\n");
        shell.Started.Should().Equal(new CommandStarted(1, inner, null, shell.Home));
        shell.Ended.Should().Equal(new CommandEnded(1, 4));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Full_screen_program_is_one_block(string name)
    {
        using var shell = TestShell.Of(name);
        File.WriteAllText(Path.Combine(shell.Home, "text"), string.Concat(Enumerable.Range(1, 200).Select(at => $"line {at}\n")));
        shell.Type("TERM=xterm less text\n");
        shell.WaitForNext("line 20");
        shell.Type("q");
        shell.WaitForPrompt();
        shell.RawOutput.Should().Contain("\e[?1049h").And.Contain("\e[?1049l");
        shell.Started.Should().ContainSingle();
        shell.Ended.Should().Equal(new CommandEnded(1, 0));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Typed_ahead_commands_make_blocks(string name)
    {
        using var shell = TestShell.Of(name);
        shell.Type(string.Concat(Enumerable.Range(1, 40).Select(at => $"echo {at}\n")));
        shell.WaitUntil("the end of the last block", () => shell.Ended.Count() == 40);
        shell.Started.Select(started => started.CommandLine).Should().Equal(Enumerable.Range(1, 40).Select(at => $"echo {at}"));
    }

    /// <summary>The marks of shells within tmux stay there: tmux itself is the one command.</summary>
    [Fact]
    public void Tmux_is_one_block_whatever_its_shells_mark()
    {
        using var shell = TestShell.Of("bash", "export TERM=xterm-256color\n");
        var marks = Path.Combine(shell.Home, "marks");
        File.WriteAllText(marks, "\e]133;A\a\e]133;C\ain tmux\e]133;D;0\a\ePtmux;\e\e]133;C\a\e\\");
        shell.Run("tmux -L shell-marks -f /dev/null new-session 'cat marks; sh -c \"exit 5\"'").Should().Contain("exited");
        TestBlocks.Of(shell).Should().ContainSingle().Which.Code.Should().Be(0);
    }

    [Fact]
    public void Ble_sh_is_not_moved_to_a_fresh_line()
    {
        using var shell = TestShell.Of("bash", "BLE_VERSION=0.4\n");
        shell.RawText.Should().Contain("\e]133;P;k=i;").And.NotContain("133;A");
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("dash")]
    public void Shell_that_tells_nothing_makes_no_marks(string name)
    {
        ShellIntegration.For([name], new Dictionary<string, string>()).Should().BeNull();
        using var terminal = new TestTerminal(new PtyCommand([name, "-i"], TestTerminal.Environment(), "/", TerminalSize.Usual));
        terminal.WaitFor("$ ");
        terminal.Type("echo a; exit\n");
        terminal.WaitForEnd();
        terminal.Text.Should().NotContain("133;").And.NotContain("5353;");
    }
}
