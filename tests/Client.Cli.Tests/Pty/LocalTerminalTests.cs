using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Tests.Pty;

public sealed class LocalTerminalTests
{
    private static readonly string Program = $"{Environment.ProcessPath} exec {typeof(LocalTerminalTests).Assembly.Location}";

    [Fact]
    public void Keys_pass_as_bytes_and_the_settings_come_back()
    {
        using var terminal = Start($"{Program}; stty -a");
        terminal.Type("\x03\x1a\x1c\x11\x13\r\n\x7fü\e[A\0");
        terminal.WaitFor("<03><1a><1c><11><13><0d><0a><7f><c3><bc><1b><5b><41><00>");
        terminal.Type("q");
        terminal.WaitForEnd().Code.Should().Be(0);
        SaysCooked(terminal.Text);
    }

    [Theory]
    [InlineData("e", 3)]
    [InlineData("x", 134)]
    public void Settings_come_back_when_the_process_ends_otherwise(string key, int code)
    {
        using var terminal = Start($"{Program} 2>/dev/null; echo code $?; stty -a");
        terminal.Type(key);
        terminal.WaitForEnd();
        terminal.Text.Should().Contain($"code {code}");
        SaysCooked(terminal.Text);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    [InlineData("QUIT", 131)]
    public void Settings_come_back_when_a_signal_ends_the_process(string signal, int code)
    {
        using var terminal = Start($"{Program}; echo code $?; stty -a", out var process);
        Kill(signal, process);
        terminal.WaitForEnd();
        terminal.Text.Should().Contain($"code {code}");
        SaysCooked(terminal.Text);
    }

    [Fact]
    public void Owner_that_survives_a_signal_can_go_on_raw()
    {
        using var terminal = Start($"tty; {Program} --survive-term; stty -a", out var process);
        Kill("TERM", process);
        terminal.WaitFor("[survived]");
        var path = Regex.Match(terminal.Text, @"/dev/pts/\d+").Value;
        SpinWait.SpinUntil(() => Stty(path).Contains(" icanon", StringComparison.Ordinal), TestTerminal.Patience).Should().BeTrue();
        terminal.Type("r\n");
        terminal.WaitFor("<72><0a>");
        terminal.Type("\x03");
        terminal.WaitFor("<03>");
        terminal.Type("q");
        terminal.WaitForEnd();
        SaysCooked(terminal.Text);
    }

    [Fact]
    public void Settings_are_the_shells_while_stopped_and_raw_after()
    {
        using var terminal = Start($"tty; {Program}; stty -a", out var process);
        var path = Regex.Match(terminal.Text, @"/dev/pts/\d+").Value;
        Stty(path).Should().Contain("-icanon");
        Kill("TSTP", process);
        AwaitStopped(process);
        Stty(path).Should().Contain(" icanon");
        Kill("CONT", process);
        terminal.WaitFor("[size 80x24]");
        Stty(path).Should().Contain("-icanon");
        terminal.Type("\x03");
        terminal.WaitFor("<03>");
        terminal.Type("q");
        terminal.WaitForEnd();
        SaysCooked(terminal.Text);
    }

    [Fact]
    public void Stopped_job_is_raw_again_in_the_foreground()
    {
        using var terminal = new TestTerminal("bash", "--norc", "-i");
        terminal.WaitFor("$ ");
        terminal.Type($"{Program}\n");
        terminal.WaitFor("[pid ");
        terminal.WaitFor("]");
        var process = PidIn(terminal.Text);
        Kill("TSTP", process);
        terminal.WaitFor("Stopped");
        terminal.WaitFor("$ ");
        terminal.Type("bg; until jobs | grep -q Stopped; do :; done; echo stopped\"\"-again\n");
        terminal.WaitFor("stopped-again");
        terminal.WaitFor("$ ");
        terminal.Type("fg\n");
        terminal.WaitFor("[size 80x24]");
        terminal.Type("\x03");
        terminal.WaitFor("<03>");
        terminal.Type("q");
        terminal.WaitFor("$ ");
    }

    [Fact]
    public void Size_changes_are_told()
    {
        using var terminal = Start(Program);
        terminal.Text.Should().Contain("size 80x24");
        terminal.Terminal.Resize(new TerminalSize(100, 40));
        terminal.WaitFor("[size 100x40]");
        terminal.Type("\x03");
        terminal.WaitFor("<03>");
    }

    [Fact]
    public void Reading_stops_when_asked()
    {
        using var terminal = Start(Program);
        terminal.Type("s");
        terminal.WaitFor("[end of input]");
        terminal.WaitForEnd().Code.Should().Be(0);
    }

    [Fact]
    public void Screen_is_the_keys_terminal_when_output_is_redirected()
    {
        using var terminal = Start($"{Program} > /dev/null; stty -a");
        terminal.Text.Should().Contain("keys True screen True size 80x24");
        terminal.Type("q");
        terminal.WaitForEnd();
        SaysCooked(terminal.Text);
    }

    [Fact]
    public void Pipes_are_neither_keys_nor_screen()
    {
        using var terminal = new TestTerminal("sh", "-c", $"printf ab | {Program} | cat");
        terminal.WaitForEnd().Code.Should().Be(0);
        terminal.Text.Should().MatchRegex(@"^\[pid \d+ keys False screen False size x\]<61><62>\[end of input\]$");
    }

    [Fact]
    public void Closed_window_ends_the_input()
    {
        var terminal = Start(Program, out var process);
        using var running = Process.GetProcessById(process);
        terminal.Dispose();
        running.WaitForExit(TestTerminal.Patience).Should().BeTrue();
    }

    private static TestTerminal Start(string script) => Start(script, out _);

    private static TestTerminal Start(string script, out int process)
    {
        // Without job control, sh takes no terminal settings back by itself.
        var terminal = new TestTerminal("sh", "-c", script);
        terminal.WaitFor("[pid ");
        terminal.WaitFor("]");
        process = PidIn(terminal.Text);
        return terminal;
    }

    private static int PidIn(string text) => int.Parse(Regex.Match(text, @"\[pid (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);

    private static void SaysCooked(string text) => text.Split().Should().Contain(["icanon", "echo", "isig", "opost", "icrnl", "ixon"]);

    private static void Kill(string signal, int process) => Run("kill", $"-{signal}", process.ToString(CultureInfo.InvariantCulture));

    private static string Stty(string path) => Run("stty", "-a", "-F", path);

    private static void AwaitStopped(int process) =>
        SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{process}/stat").Contains(") T ", StringComparison.Ordinal), TestTerminal.Patience).Should().BeTrue();

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd();
    }
}
