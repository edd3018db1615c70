using System.Diagnostics;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Tests.Pty;

public sealed class PseudoTerminalTests
{
    [Fact]
    public void Program_has_a_controlling_terminal_and_leads_a_session()
    {
        using var terminal = new TestTerminal("sh", "-c", "tty; ps -o stat= -p $$; ps -o tty= -p $$; echo yes > /dev/tty");
        terminal.WaitForEnd().Code.Should().Be(0);
        terminal.Text.Should().MatchRegex(@"^/dev/pts/(\d+)\r\nSs\S*\+\s*\r\npts/\1\s*\r\nyes\r\n$");
    }

    [Fact]
    public void Program_finds_the_size_from_its_first_moment()
    {
        using var terminal = new TestTerminal(new PtyCommand(["stty", "size"], TestTerminal.Environment(), "/", new TerminalSize(132, 43)));
        terminal.WaitForEnd();
        terminal.Text.Should().Be("43 132\r\n");
    }

    [Fact]
    public void Program_learns_of_a_resize_while_it_runs()
    {
        using var terminal = new TestTerminal("bash", "-c", "trap 'stty size' WINCH; echo ready; while :; do read -t 0.05; done");
        terminal.WaitFor("ready");
        terminal.Terminal.Resize(new TerminalSize(101, 37));
        terminal.WaitFor("37 101");
    }

    [Fact]
    public void Program_finds_its_environment_and_directory()
    {
        var environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["COLOUR"] = "grün" };
        using var terminal = new TestTerminal(new PtyCommand(["sh", "-c", "pwd; env | sort"], environment, "/usr/bin", TerminalSize.Usual));
        terminal.WaitForEnd();
        terminal.Text.Should().StartWith("/usr/bin\r\nCOLOUR=grün\r\n").And.Contain("PATH=/usr/bin:/bin\r\n").And.NotContain("HOME");
    }

    [Theory]
    [InlineData("exit 0", 0, 0)]
    [InlineData("exit 3", 3, 0)]
    [InlineData("exit 255", 255, 0)]
    [InlineData("kill -9 $$", 137, 9)]
    [InlineData("kill -SEGV $$", 139, 11)]
    [InlineData("kill -TERM $$", 143, 15)]
    public void Program_ends_with_a_shells_exit_code(string script, int code, int signal)
    {
        using var terminal = new TestTerminal("sh", "-c", script);
        terminal.WaitForEnd().Should().Be(new ExitStatus(code, signal));
    }

    [Fact]
    public void Program_keeps_its_exit_status_beside_processes_that_dotnet_waits_for()
    {
        using var before = Process.Start("true");
        var terminals = Enumerable.Range(0, 20).Select(code => (code, terminal: new TestTerminal("sh", "-c", $"exit {code}"))).ToList();
        using var after = Process.Start("true");
        foreach (var (code, terminal) in terminals)
        {
            terminal.WaitForEnd().Code.Should().Be(code);
            terminal.Dispose();
        }
        after.WaitForExit(TestTerminal.Patience).Should().BeTrue();
        after.ExitCode.Should().Be(0);
    }

    [Fact]
    public void Program_is_stopped_by_sigpipe_as_usual()
    {
        using var terminal = new TestTerminal("bash", "-c", "yes | head -1; echo ${PIPESTATUS[*]}; grep -E 'SigBlk|SigIgn' /proc/self/status");
        terminal.WaitForEnd();
        // 32 and 33 belong to glibc, whose posix_spawn leaves them ignored.
        terminal.Text.Should().MatchRegex(@"^y\r\n141 0\r\nSigBlk:\t0{16}\r\nSigIgn:\t0{7}[01][08]0{7}\r\n$");
    }

    [Fact]
    public void Program_inherits_none_of_our_files()
    {
        using var other = new TestTerminal("cat");
        using var terminal = new TestTerminal("bash", "-c", "tty; readlink /proc/$$/fd/* | grep -E 'pts|ptmx' | sort -u");
        terminal.WaitForEnd();
        terminal.Text.Should().MatchRegex(@"^(/dev/pts/\d+\r\n)\1$");
    }

    [Fact]
    public void Typed_ctrl_c_interrupts_what_runs()
    {
        using var terminal = new TestTerminal("bash", "--norc", "-i");
        terminal.WaitFor("$ ");
        terminal.Type("sh -c 'echo go; exec sleep 1000'\n");
        terminal.WaitFor("\ngo\r\n");
        terminal.Type("\x03");
        terminal.WaitFor("$ ");
        terminal.Type("echo code $?; exit 5\n");
        terminal.WaitFor("code 130");
        terminal.WaitForEnd().Code.Should().Be(5);
    }

    [Fact]
    public void Typed_ctrl_z_stops_a_job_and_fg_continues_it()
    {
        using var terminal = new TestTerminal("bash", "--norc", "-i");
        terminal.WaitFor("$ ");
        terminal.Type("echo go; cat\n");
        terminal.WaitFor("\ngo\r\n");
        terminal.Type("one\n");
        terminal.WaitFor("one\r\none\r\n");
        terminal.Type("\x1a");
        terminal.WaitFor("Stopped");
        terminal.WaitFor("$ ");
        terminal.Type("fg\n");
        terminal.WaitFor("fg\r\ncat\r\n");
        terminal.Type("two\n");
        terminal.WaitFor("two\r\ntwo\r\n");
    }

    [Fact]
    public void Editor_and_pager_work_and_follow_a_resize()
    {
        var file = Path.GetTempFileName();
        var environment = TestTerminal.Environment(("TERM", "xterm-256color"));
        using (var vim = new TestTerminal(new PtyCommand(["vim", "-u", "NONE", "-n", file], environment, "/", new TerminalSize(90, 30))))
        {
            vim.WaitFor("~");
            vim.Type("ihello\e:put =&columns.'x'.&lines\r");
            vim.WaitFor("90x30");
            vim.Terminal.Resize(new TerminalSize(70, 20));
            vim.WaitFor("\e[2J");
            vim.Type(":put =&columns.'x'.&lines\r");
            vim.WaitFor("70x20");
            vim.Type(":wq\r");
            vim.WaitForEnd().Code.Should().Be(0);
        }
        File.ReadAllText(file).Should().Be("hello\n90x30\n70x20\n");
        using (var less = new TestTerminal(new PtyCommand(["less", file], environment, "/", TerminalSize.Usual)))
        {
            less.WaitFor("hello");
            less.Type("q");
            less.WaitForEnd().Code.Should().Be(0);
        }
        File.Delete(file);
    }

    [Fact]
    public void Signal_reaches_what_runs_in_the_foreground()
    {
        using var terminal = new TestTerminal("bash", "--norc", "-i");
        terminal.WaitFor("$ ");
        terminal.Type("bash -c 'trap \"echo caught; exit 7\" TERM; echo re\"\"ady; while :; do read -t 0.05; done'; echo code-$?\n");
        terminal.WaitFor("ready");
        terminal.Terminal.Signal(15).Should().BeTrue();
        terminal.WaitFor("caught");
        terminal.WaitFor("code-7");
    }

    [Fact]
    public void Signal_after_the_end_reaches_nobody()
    {
        using var terminal = new TestTerminal("true");
        terminal.WaitForEnd();
        terminal.Terminal.Signal(9).Should().BeFalse();
        terminal.Terminal.Write("late"u8).Should().BeFalse();
    }

    [Fact]
    public void Output_of_lines_of_100_kilobytes_is_whole()
    {
        using var terminal = new TestTerminal("awk", "BEGIN { for (i = 0; i < 5; i++) { for (j = 0; j < 100000; j++) printf \"%d\", i; print \"\" } }");
        terminal.WaitForEnd();
        terminal.Text.Should().Be(string.Concat(Enumerable.Range(0, 5).Select(digit => new string((char)('0' + digit), 100_000) + "\r\n")));
    }

    [Fact]
    public void Output_without_a_newline_at_the_end_is_whole()
    {
        using var terminal = new TestTerminal("printf", "no newline, Ünïcödé 漢字 🙂");
        terminal.WaitForEnd();
        terminal.Text.Should().Be("no newline, Ünïcödé 漢字 🙂");
    }

    [Fact]
    public void Output_of_five_megabytes_passes_bit_for_bit()
    {
        var file = Path.GetTempFileName();
        var bytes = new byte[5_000_000];
        new Random(7).NextBytes(bytes);
        File.WriteAllBytes(file, bytes);
        try
        {
            using var terminal = new TestTerminal("sh", "-c", $"stty raw -echo; cat {file}; exit 4");
            terminal.WaitForEnd().Code.Should().Be(4);
            terminal.Output.AsSpan().SequenceEqual(bytes).Should().BeTrue("{0} bytes were read", terminal.Output.Length);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Input_of_two_megabytes_passes_bit_for_bit()
    {
        var bytes = new byte[2_000_000];
        new Random(8).NextBytes(bytes);
        using var terminal = new TestTerminal("sh", "-c", "stty raw -echo; echo ready; head -c 2000000 | sha256sum");
        terminal.WaitFor("ready\n");
        terminal.Terminal.Write(bytes).Should().BeTrue();
        terminal.WaitForEnd();
        terminal.Text.Should().Contain(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
    }

    [Fact]
    public void Erasing_while_typing_takes_a_whole_character()
    {
        using var terminal = new TestTerminal("sh", "-c", "stty -echo erase ^H; echo ready; read line; echo \"<$line>\"");
        terminal.WaitFor("ready");
        terminal.Type("aß\b\n");
        terminal.WaitFor("<a>");
    }

    [Fact]
    public void Background_process_that_holds_the_terminal_does_not_hold_the_sharer()
    {
        using var terminal = new TestTerminal("bash", "-c", "(trap '' HUP; exec sleep 1000) & echo pid $!.");
        terminal.WaitForEnd().Code.Should().Be(0);
        terminal.Text.Should().StartWith("pid ");
        Process.GetProcessById(int.Parse(terminal.Text[4..terminal.Text.IndexOf('.')])).Kill();
    }

    [Fact]
    public void Background_process_that_goes_on_writing_does_not_hold_the_sharer()
    {
        using var terminal = new TestTerminal("bash", "-c", "(trap '' HUP; exec yes) & echo pid $!.; sleep 0.1");
        terminal.WaitForEnd().Code.Should().Be(0);
    }

    [Fact]
    public void Program_that_closes_its_descriptors_keeps_its_terminal()
    {
        using var terminal = new TestTerminal("sh", "-c", "exec < /dev/null > /dev/null 2>&1; sleep 0.2; echo still here > /dev/tty");
        terminal.WaitForEnd();
        terminal.Text.Should().Be("still here\r\n");
    }

    [Fact]
    public async Task Dispose_hangs_up_and_ends_a_waiting_reader_and_writer()
    {
        var terminal = new TestTerminal("sh", "-c", "stty raw -echo; echo ready; exec sleep 1000");
        terminal.WaitFor("ready");
        var writing = Task.Factory.StartNew(() => terminal.Terminal.Write(new byte[10_000_000]), TaskCreationOptions.LongRunning);
        terminal.Dispose();
        terminal.WaitForEnd().Signal.Should().Be(1);
        (await writing.WaitAsync(TestTerminal.Patience)).Should().BeFalse();
    }

    [Theory]
    [InlineData("no-such-command", 127, "no-such-command: command not found.")]
    [InlineData("/no/such/command", 127, "/no/such/command: command not found.")]
    [InlineData("/etc/passwd", 126, "/etc/passwd: can't be executed: Permission denied.")]
    [InlineData("/etc", 126, "/etc: can't be executed: Permission denied.")]
    public void Command_that_cannot_start_says_why(string command, int code, string reason)
    {
        var terminal = PseudoTerminal.Start(new PtyCommand([command], TestTerminal.Environment(), "/", TerminalSize.Usual), out var failure);
        terminal.Should().BeNull();
        failure.Should().Be(new StartFailure(code, reason));
    }

    [Fact]
    public void Directory_that_does_not_exist_is_named()
    {
        PseudoTerminal.Start(new PtyCommand(["true"], TestTerminal.Environment(), "/no/such", TerminalSize.Usual), out var failure).Should().BeNull();
        failure!.Reason.Should().Contain("/no/such");
    }
}
