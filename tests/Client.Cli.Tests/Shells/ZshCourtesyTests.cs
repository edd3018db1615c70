namespace SessionShare.Cli.Tests.Shells;

/// <summary>What a person has set up in zsh stays as it was.</summary>
public sealed class ZshCourtesyTests
{
    [Fact]
    public void Startup_files_run_as_always_from_where_the_person_keeps_them()
    {
        using var shell = TestShell.Zsh(
            "",
            ["-l"],
            [
                ("dot/.zshenv", "seen+=(env:$ZDOTDIR:$0)\n"),
                ("dot/.zprofile", "seen+=(profile:$ZDOTDIR)\n"),
                ("dot/.zshrc", "seen+=(rc:$ZDOTDIR)\nPS1='$ '\nunsetopt promptsp\n"),
                ("dot/.zlogin", "seen+=(login:$ZDOTDIR)\n"),
            ],
            [("ZDOTDIR", "~/dot")]);
        var dot = shell.Home + "/dot";
        shell.Run("print -l $seen").Should().Be($"env:{dot}:{dot}/.zshenv\nprofile:{dot}\nrc:{dot}\nlogin:{dot}\n");
        shell.Run("[[ -o login ]]; echo $? ${(t)ZDOTDIR}").Should().Be("0 scalar-export\n");
    }

    [Fact]
    public void Zshenv_of_the_home_is_read_and_may_move_the_other_files()
    {
        using var shell = TestShell.Zsh("", null, [(".zshenv", "ZDOTDIR=~/moved\nalias builtin=false\n"), ("moved/.zshrc", "PS1='$ '\nunsetopt promptsp\nmoved=yes\n")]);
        shell.Run("echo $moved ${ZDOTDIR:t}").Should().Be("yes moved\n");
        shell.Started.Should().ContainSingle();
    }

    [Fact]
    public void Nothing_but_our_own_functions_and_variables_is_new()
    {
        const string state = "setopt; alias -L; bindkey -L | sort; zle -lL; zmodload; trap; typeset -p PS1 PS2 RPS1 PROMPT precmd_functions preexec_functions zshaddhistory_functions";
        using var shell = TestShell.Zsh("trap 'true' EXIT\npre() { true }\nprecmd_functions+=(pre)\npreexec_functions+=(pre)\nzshaddhistory_functions+=(pre)\n");
        var ours = shell.Run(state).Replace("shinstdin\n", "");
        var plain = shell.Run($"zsh -ic '{state.Replace("'", "'\\''")}; trap - EXIT'");

        ours.Replace("__ss_ended pre __ss_prompt", "pre").Replace("pre __ss_started", "pre").Replace("__ss_read pre", "pre")
            .Should().Be(plain);
    }

    [Theory]
    [InlineData("$ ")]
    [InlineData("%n %1~ %# $ ")]
    [InlineData("first line\\n$ ")]
    public void Prompt_is_the_persons_whenever_they_look_at_it(string prompt)
    {
        using var shell = TestShell.Zsh($"PS1=$'{prompt}'\nprecmd() {{ in_precmd=$PS1 }}\npreexec() {{ in_preexec=$PS1 }}\nhook() {{ in_hook=$PS1 }}\nprecmd_functions+=(hook)\n");
        shell.Run("print -r -- ${(qqqq)PS1} ${(qqqq)in_precmd} ${(qqqq)in_preexec}").Should().Be($"$'{prompt}' $'{prompt}' $'{prompt}'\n");
        shell.Interrupt();
        shell.Run("print -r -- ${(qqqq)PS1} ${(qqqq)in_hook}").Should().Be($"$'{prompt}' $'{prompt}'\n");
    }

    [Fact]
    public void Prompt_that_ends_with_a_percent_sign_shows_it()
    {
        using var shell = TestShell.Zsh("PS1='a%% $ %'\n");
        shell.Run("print -r -- $PS1").Should().Be("a%% $ %\n");
        shell.RawText.Should().Contain("a% $ %\e]133;B");
    }

    [Fact]
    public void Prompt_that_a_theme_makes_anew_is_shown()
    {
        using var shell = TestShell.Zsh("n=0\nprecmd() { PS1=\"$((n+=1)) $ \" }\n");
        shell.Run("true");
        shell.Run("true");
        shell.RawText.Should().Contain("3 $ \e]133;B\a").And.NotContain("B\a\e]133;B");
    }

    [Fact]
    public void Prompt_without_percent_escapes_gets_no_mark_in_it()
    {
        using var shell = TestShell.Zsh("unsetopt promptpercent\n");
        shell.Run("echo a").Should().Be("a\n");
        shell.RawText.Should().NotContain("133;B").And.NotContain("%{");
    }

    [Fact]
    public void Status_pipestatus_and_last_argument_are_the_commands()
    {
        using var shell = TestShell.Zsh("p() { print \"seen $? $pipestatus\" }\nprecmd_functions+=(p)\n");
        shell.Run("(exit 3) | (exit 4)");
        shell.Run("echo $? $pipestatus").Should().Be("4 3 4\n");
        shell.Run("echo one two");
        shell.Run("echo $_").Should().Be("two\n");
        shell.Text.Should().Contain("seen 4 3 4\r\n");
    }

    [Theory]
    [InlineData("setopt xtrace\n")]
    [InlineData("setopt nounset\n")]
    [InlineData("setopt noglob\n")]
    [InlineData("setopt noclobber\n")]
    [InlineData("setopt allexport\n")]
    [InlineData("setopt ksharrays\n")]
    [InlineData("setopt shwordsplit globsubst\n")]
    [InlineData("setopt warncreateglobal\n")]
    [InlineData("setopt errreturn\n")]
    [InlineData("emulate sh\n")]
    [InlineData("emulate ksh\n")]
    [InlineData("IFS=0123456789\n")]
    [InlineData("alias builtin=false local=false print=false\nprintf() { echo mine }\n")]
    [InlineData("return 3\n")]
    public void Blocks_do_not_depend_on_how_the_shell_is_set(string zshrc)
    {
        using var shell = TestShell.Zsh(zshrc);
        shell.Run("echo 'a;b'");
        shell.Run("(exit 7)");
        shell.Started.Select(started => started.CommandLine).Should().Equal("echo 'a;b'", "(exit 7)");
        shell.Ended.Select(ended => ended.ExitCode).Should().Equal(0, 7);
        shell.Text.Should().NotContain("__ss").And.NotContain("not found");
    }

    [Fact]
    public void First_command_makes_a_block_where_the_startup_file_has_replaced_all_hooks()
    {
        using var shell = TestShell.Zsh("precmd_functions=() preexec_functions=()\n", marked: false);
        shell.Run("(exit 3)");
        shell.Ended.Should().Equal(new Terminal.CommandEnded(1, 3));
    }

    [Fact]
    public void Blocks_survive_replaced_hooks()
    {
        using var shell = TestShell.Zsh();
        shell.Run("preexec_functions=()");
        shell.Run("(exit 5)");
        shell.Type("precmd_functions=()\n");
        shell.WaitForText("precmd_functions=()");
        shell.WaitUntil("the block", () => shell.Started.Count() == 3);
        shell.Type("(exit 6)\n");
        shell.WaitForPrompt();
        shell.Ended.Select(ended => (ended.Block, ended.ExitCode)).Should().Equal((1, 0), (2, 5), (4, 6));
    }

    [Fact]
    public void Debug_and_exit_traps_are_kept()
    {
        using var shell = TestShell.Zsh("trap 'echo bye' EXIT\nTRAPDEBUG() { debugs+=1 }\n");
        shell.Run("echo a").Should().Be("a\n");
        shell.Type("exit\n");
        shell.WaitForEnd();
        shell.Text.Should().EndWith("bye\r\n");
    }
}
