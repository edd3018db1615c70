using System.Text;
using SessionShare.Cli.Sharing;

namespace SessionShare.Cli.Tests.Sharing;

/// <summary>
/// Blocks from the standard marks of shells that we have no integration in. The streams are written by hand, after what the shells and terminals
/// named are documented to write.
/// </summary>
public sealed class CommandBlocksByHintTests
{
    private readonly List<string> _seen = [];
    private readonly StringBuilder _output = new();
    private CommandBlocks? _blocks;
    private OutputTap? _tap;

    [Fact]
    public void Fish_4_tells_commands_directories_and_codes()
    {
        Take("\e]7;file://host/home/me\a\e]133;A;click_events=1\a> \e]133;B\als -l\r\n\e]133;C;cmdline_url=ls%20-l\aout\r\n\e]133;D;2\a\e]133;A;click_events=1\a> ");
        _seen.Should().Equal("1 'ls -l' in /home/me", "out", "1 ended 2");
    }

    [Fact]
    public void Vs_code_tells_command_lines_before_they_start()
    {
        Take("\e]633;A\a$ \e]633;B\aecho a\x08\e]633;P;Cwd=/tmp\a\e]633;E;echo a\\x3b b;nonce\a\e]633;C\aa\r\n\e]633;D;0\a");
        _seen.Should().Equal("1 'echo a; b' in /tmp", "a", "1 ended 0");
    }

    [Fact]
    public void Command_line_of_633_is_preferred_then_cmdline_url_then_cmdline()
    {
        Take("\e]133;A\a\e]633;E;exact\a\e]133;C;cmdline_url=url;cmdline=quoted\ax\e]133;D;0\a");
        Take("\e]133;A\a\e]133;C;cmdline_url=url;cmdline=quoted\ax\e]133;D;0\a");
        Take("\e]133;A\a\e]133;C;cmdline=quoted\\ line;x\ax\e]133;D;0\a");
        Take("\e]133;A\a\e]133;C\ax\e]133;D;0\a");
        Commands().Should().Equal("exact", "url", "quoted line;x", "");
    }

    [Theory]
    [InlineData("\e]133;A\a$ \e]133;B\a^C\r\n\e]133;D;130\a\e]133;A\a$ ")]
    [InlineData("\e]633;A\a$ \e]633;B\a\e]633;E;\a\e]633;C\a\e]633;D\a\e]633;A\a")]
    [InlineData("\e]133;A\a\e]133;C\a\e]133;D\a\e]133;A\a\e]133;C\a\e]0;title\a\e[?2004h\e]133;A\a")]
    [InlineData("\e]133;D;1\a\e]133;D;1\a")]
    public void What_ran_nothing_is_no_block(string output)
    {
        Take(output);
        Commands().Should().BeEmpty();
    }

    [Fact]
    public void Marks_that_are_made_twice_make_one_block()
    {
        Take("\e]133;A\a\e]133;A;aid=5\a$ \e]133;C\a\e]133;C;cmdline_url=ls;aid=5\a\e]633;E;ls\a\e]633;C\aout\e]133;D;1;aid=5\a\e]133;D;0\a\e]633;D;0\a\e]133;A\a");
        _seen.Should().Equal("1 'ls' in ", "out", "1 ended 1");
    }

    [Fact]
    public void Command_without_an_end_ends_at_the_next_prompt_or_command()
    {
        Take("\e]133;A\a\e]133;C;cmdline_url=one\ax\e]133;A\a\e]133;C;cmdline_url=two\ay\e]133;C;cmdline_url=three\az");
        _seen.Should().Equal("1 'one' in ", "x", "1 ended ", "2 'two' in ", "y", "2 ended ", "3 'three' in ");
    }

    [Fact]
    public void Output_at_its_end_ends_the_block_with_the_programs_code()
    {
        Take("\e]133;A\a\e]133;C;cmdline_url=exit%204\abye");
        _blocks!.End(4);
        _seen.Should().Equal("1 'exit 4' in ", "bye", "1 ended 4");
    }

    [Fact]
    public void Code_alone_is_worth_a_block()
    {
        Take("\e]133;A\a\e]133;C\a\e]133;D;0\a");
        _seen.Should().Equal("1 '' in ", "1 ended 0");
    }

    [Fact]
    public void Shells_within_are_told_apart_by_their_ids()
    {
        Take("\e]133;A;aid=1\a\e]133;C;aid=1;cmdline_url=ssh\ahi\e]133;A;aid=2\a\e]133;C;aid=2;cmdline_url=ls\aout\e]133;D;3;aid=2\a");
        Take("\e]133;A;aid=2\a\e]133;C;aid=2;cmdline_url=sleep\azzz");
        // The connection is lost: the inner shell's command ends with it.
        Take("\e]133;D;255;aid=1\a\e]133;A;aid=1\a\e]133;C;aid=1;cmdline_url=pwd\a/\e]133;D;0;aid=1\a");
        _seen.Should().Equal(
            "1 'ssh' in ", "hi", "1 ended ", "2 'ls' in ", "out", "2 ended 3", "3 'sleep' in ", "zzz", "3 ended ", "4 'pwd' in ", "/", "4 ended 0");
    }

    [Fact]
    public void Shell_within_that_ran_nothing_leaves_the_outer_command_its_code()
    {
        Take("\e]133;A;aid=1\a\e]133;C;aid=1;cmdline_url=bash\ax\e]133;A;aid=2\a\e]133;D;5;aid=1\a");
        _seen.Should().Equal("1 'bash' in ", "x", "1 ended 5");
    }

    [Fact]
    public void Endlessly_nested_shells_are_bounded()
    {
        for (var at = 0; at < 100; at++)
            Take($"\e]133;A;aid={at}\a\e]133;C;aid={at};cmdline_url=c{at}\ax");
        Commands().Should().HaveCount(100);
        Take("\e]133;D;0;aid=0\a\e]133;A;aid=0\a\e]133;C;aid=0;cmdline_url=last\ax\e]133;D;0\a");
        _seen[^1].Should().Be("101 ended 0");
    }

    /// <summary>ConPTY draws the screen itself: marks may come before the text they belong to.</summary>
    [Fact]
    public void Marks_before_their_text_still_make_one_block()
    {
        Take("\e]633;A\a\e]633;B\a\e]633;C\a\e]633;E;dir\a\e]633;D;0\aout\r\n\e]633;A\a");
        Commands().Should().Equal("dir");
        _seen[^1].Should().Be("1 ended 0");
    }

    /// <summary>Docker's and python's own prompts make no marks, nor does output of any kind.</summary>
    [Fact]
    public void Output_without_marks_changes_nothing()
    {
        Take(">>> print(1)\r\n1\r\n\e[31mred\e[0m\e]0;title\a\e]7;file://h/x\a");
        _seen.Should().BeEmpty();
    }

    [Fact]
    public void Blocks_are_the_same_however_the_output_is_cut()
    {
        const string output = "\e]7;file://h/x\a\e]133;A;aid=1\a$ \e]133;C;aid=1\a\e]0;title\a\e[?2004l\r\nout\e]133;D;1;aid=1\a\e]133;A\a\e]133;C;cmdline=a;b\a\e[1mx\e]133;D\a";
        Take(output);
        var whole = string.Concat(_seen);
        for (var length = 1; length < 9; length++)
        {
            _seen.Clear();
            (_blocks, _tap) = (null, null);
            for (var at = 0; at < output.Length; at += length)
                Take(output.Substring(at, Math.Min(length, output.Length - at)));
            string.Concat(_seen).Should().Be(whole, "cut every {0} bytes", length);
        }
    }

    private void Take(string output)
    {
        if (_tap is null)
        {
            _blocks = new(start => Started(start.Block, start.Command, start.Directory), end => Ended(end.Block, end.ExitCode));
            var source = new CommandBlocksSource(_blocks, () => { }, integrated: false, TimeProvider.System, _ => { });
            _tap = new(null, new SessionShare.Cli.UnsharedShell.Passages(), _ => { }, piece => _output.Append(Encoding.UTF8.GetString(piece)), _blocks, source);
        }
        _tap.Take(Encoding.UTF8.GetBytes(output));
    }

    private List<string> Commands() => [.. _seen.Where(line => line.Contains(" in ")).Select(line => line.Split('\'')[1])];

    private void Started(int block, string? command, string? directory)
    {
        _output.Clear();
        _seen.Add($"{block} '{command}' in {directory}");
    }

    /// <summary>With the block's output before, without the sequences that nobody sees.</summary>
    private void Ended(int block, int? code)
    {
        var text = System.Text.RegularExpressions.Regex.Replace(_output.ToString(), "\e\\][^\a]*\a|\e\\[[^a-z]*[a-z]", "").Trim();
        if (text.Length > 0)
            _seen.Add(text);
        _seen.Add($"{block} ended {code}");
    }
}
