using System.Text;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.Sharing;

public sealed class CommandBlocksSourceTests
{
    private const string Nonce = "0123abcd";

    private readonly List<object> _seen = [];
    private readonly ManualTime _time = new();

    [Fact]
    public void Program_without_marks_is_one_block()
    {
        var (tap, _) = Start(integrated: false);
        Take(tap, "$ ls\r\nout\r\n$ ");
        tap.End(3);
        _seen.Should().Equal(new BlockStart(1, "the run", "/"), BlockQuality.None, new BlockEnd(1, 3));
    }

    [Fact]
    public void Program_that_writes_nothing_is_one_block()
    {
        var (tap, _) = Start(integrated: false);
        tap.End(0);
        _seen.Should().Equal(new BlockStart(1, "the run", "/"), BlockQuality.None, new BlockEnd(1, 0));
    }

    [Fact]
    public void Standard_marks_end_the_block_of_the_run()
    {
        var (tap, _) = Start(integrated: false);
        Take(tap, "Welcome\r\n\e]7;file://h/home\a\e]133;A\a$ \e]133;C;cmdline_url=ls\aout\e]133;D;0\a\e]133;A\a$ ");
        tap.End(0);
        _seen.Should().Equal(
            new BlockStart(1, "the run", "/"), BlockQuality.None, new BlockEnd(1, null), BlockQuality.Basic, new BlockStart(2, "ls", "/home"), new BlockEnd(2, 0));
    }

    [Fact]
    public void Directory_alone_is_no_sign_of_a_shell()
    {
        var (tap, _) = Start(integrated: false);
        Take(tap, "\e]7;file://h/home\a\e]133;D;0\a\e]633;E;x\a");
        tap.End(0);
        _seen.Should().Equal(new BlockStart(1, "the run", "/"), BlockQuality.None, new BlockEnd(1, 0));
    }

    [Fact]
    public void Our_marks_make_all_others_deaf()
    {
        var (tap, _) = Start(integrated: true);
        Take(tap, Ours("P;d=/") + "\e]133;A\a$ " + Ours("C;n=1;d=/;c=cat") + "\e]133;D;0\a\e]133;A\a\e]633;E;evil\a\e]133;C\aout" + Ours("E;n=1;x=2") + "\e]133;C\aout");
        tap.End(0);
        _seen.Should().Equal(BlockQuality.Rich, new BlockStart(1, "cat", "/"), new BlockEnd(1, 2));
    }

    /// <summary>A start-up file may start a shell of its own that makes marks, or ours may come after all.</summary>
    [Fact]
    public void Standard_marks_count_until_the_first_of_ours()
    {
        var (tap, _) = Start(integrated: true);
        Take(tap, "\e]133;A\a\e]133;C;cmdline_url=one\ax" + Ours("P;d=/") + "\e]133;C;cmdline_url=two\ax" + Ours("C;n=1;d=/;c=three"));
        _seen.Should().Equal(
            BlockQuality.Basic, new BlockStart(1, "one", null), new BlockEnd(1, null), BlockQuality.Rich, new BlockStart(2, "three", "/"));
    }

    [Fact]
    public void Mark_that_is_heard_again_changes_nothing()
    {
        var (tap, _) = Start(integrated: true);
        var block = Ours("C;n=1;d=/;c=ls") + "x" + Ours("E;n=1;x=0");
        Take(tap, block + Ours("C;n=2;d=/;c=cat") + block + "y" + Ours("E;n=2;x=1"));
        _seen.Should().Equal(
            BlockQuality.Rich, new BlockStart(1, "ls", "/"), new BlockEnd(1, 0), new BlockStart(2, "cat", "/"), new BlockEnd(2, 1));
    }

    [Fact]
    public void Shell_that_is_too_old_is_one_block()
    {
        var (tap, _) = Start(integrated: true);
        Take(tap, Ours("U;v=3.2") + "$ ls\r\n");
        tap.End(0);
        _seen.Should().Equal(new BlockStart(1, "the run", "/"), BlockQuality.None, new BlockEnd(1, 0));
    }

    [Fact]
    public void Shell_that_makes_no_marks_for_long_is_one_block_until_it_does()
    {
        var (tap, _) = Start(integrated: true);
        Take(tap, "$ ");
        _time.Pass(CommandBlocksSource.Patience);
        Take(tap, "ls");
        _seen.Should().BeEmpty();
        _time.Pass(TimeSpan.FromSeconds(1));
        Take(tap, "\r\n");
        Take(tap, Ours("P;d=/"));
        _seen.Should().Equal(new BlockStart(1, "the run", "/"), BlockQuality.None, new BlockEnd(1, null), BlockQuality.Rich);
    }

    private (OutputTap Tap, CommandBlocks Blocks) Start(bool integrated)
    {
        var blocks = new CommandBlocks(_seen.Add, _seen.Add);
        var source = new CommandBlocksSource(blocks, () => blocks.Start("the run", "/"), integrated, _time, quality => _seen.Add(quality));
        source.Begin();
        return (new(integrated ? new ShellMarks(Nonce) : null, new SessionShare.Cli.UnsharedShell.Passages(), _ => { }, _ => { }, blocks, source), blocks);
    }

    private static string Ours(string text) => $"\e]5353;{Nonce};{text}\a";

    private static void Take(OutputTap tap, string output) => tap.Take(Encoding.UTF8.GetBytes(output));

    /// <summary>A clock that stands until a test moves it.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}
