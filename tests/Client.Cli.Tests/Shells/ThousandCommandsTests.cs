namespace SessionShare.Cli.Tests.Shells;

/// <summary>Every kind of command there is, a thousand of them, each typed as soon as the shell reads keys.</summary>
public sealed class ThousandCommandsTests
{
    private const int Commands = 1000;

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Thousand_commands_make_a_thousand_blocks(string name)
    {
        using var shell = TestShell.Of(name, Startup(name));
        var expected = Enumerable.Range(1, Commands - 1).Select(at => CommandOf(name, at)).ToList();

        foreach (var (line, _, interrupted) in expected)
        {
            if (!interrupted)
            {
                shell.Run(line);
                continue;
            }
            shell.Type(line + "\n");
            shell.WaitForNext("ready to be interrupted\r\n");
            shell.Type("\x03");
            shell.WaitForPrompt();
        }
        const string last = "exec sh -c 'exit 7'";
        shell.Type(last + "\n");
        shell.WaitForEnd().Code.Should().Be(7);

        shell.Started.Select(started => (started.Block, started.CommandLine)).Should().Equal(
            expected.Select((command, at) => ((long)at + 1, (string?)command.Line)).Append((Commands, last)));
        shell.Ended.Select(ended => (ended.Block, ended.ExitCode)).Should().Equal(expected.Select((command, at) => ((long)at + 1, command.Code)));
    }

    private static string Startup(string name) => name switch
    {
        // Only so does its history keep lines as they were typed.
        "bash" => "HISTCONTROL=ignoreboth\nHISTSIZE=100\nshopt -s lithist\n",
        // Jobs that end are told at the next prompt only, as bash does.
        "zsh" => "setopt interactivecomments\nunsetopt notify\n",
        _ => "",
    };

    private static (string Line, int Code, bool Interrupted) CommandOf(string shell, int at) => (at % 10) switch
    {
        1 when shell == "fish" => ($"for i in {at} 2\necho $i\nend", 0, false),
        1 => ($"for i in {at} 2\ndo echo $i\ndone", 0, false),
        2 when shell == "fish" => ($"begin; sh -c 'exit {at % 256}'; end", at % 256, false),
        2 => ($"(echo {at}; (exit {at % 256}))", at % 256, false),
        3 => ($"sh -c 'exit 1' | cat; echo {at}", 0, false),
        // When a job ends while a key is read, fish 3 loses a character that is not ASCII, and zsh 5.9 was seen to read no more: the next line is typed behind the job's end.
        4 when shell is "fish" or "zsh" => ($"sleep 0 & wait # {at}", 0, false),
        4 => ($"sleep 0 & # {at}", 0, false),
        5 when at % 100 == 5 => ($"sh -c 'echo ready to be interrupted; exec sleep 1000' {at}", 130, true),
        6 => ($"echo 'semi;colon \\ back {at}\n\nthree lines'", 0, false),
        7 => ($"no-such-command-{at}", 127, false),
        8 when shell == "fish" => ($"echo (echo inner {at}) | string upper", 0, false),
        8 => ($"echo $(echo inner $(echo {at}))", 0, false),
        9 => ("false", 1, false),
        _ => ($"echo {at} ünï 漢字 🙂", 0, false),
    };
}
