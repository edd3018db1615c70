using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace SessionShare.Terminal.Tests;

public sealed class ShellMarksTests
{
    private const string Nonce = "0123abcd";

    [Fact]
    public void Marks_are_taken_out_and_told_in_order()
    {
        Read($"one{Mark("P;d=/home/me")}$ make\r\n{Mark("C;n=1;d=/home/me;c=make")}built\r\n{Mark("E;n=1;x=2")}").Should().Equal(
            "one", new PromptShown("/home/me"), "$ make\r\n", new CommandStarted(1, "make", null, "/home/me"), "built\r\n", new CommandEnded(1, 2));
    }

    [Fact]
    public void Mark_may_end_with_st() => Read($"a\e]5353;{Nonce};E;n=3;x=0\e\\b").Should().Equal("a", new CommandEnded(3, 0), "b");

    [Fact]
    public void Values_are_unescaped() =>
        Read(Mark(@"C;n=9;c=a\x3b b\x5c\x0a\x1b[m ünï;d=/tmp/\x07")).Should().Equal(new CommandStarted(9, "a; b\\\n\e[m ünï", null, "/tmp/\a"));

    [Fact]
    public void Command_that_the_shell_cannot_tell_may_have_a_candidate()
    {
        Read(Mark("C;n=1;d=/;h=ls") + Mark("C;n=2;d=/")).Should().Equal(new CommandStarted(1, null, "ls", "/"), new CommandStarted(2, null, null, "/"));
    }

    [Theory]
    [InlineData("\e]5353;wrong;E;n=1;x=0\a")]
    [InlineData("\e]5353;0123abc;E;n=1;x=0\a")]
    [InlineData("\e]5353;0123abcdE;n=1;x=0\a")]
    [InlineData("\e]5353;E;n=1;x=0\a")]
    [InlineData("\e]535;0123abcd;E;n=1;x=0\a")]
    [InlineData("\e]133;A\a")]
    [InlineData("\e[31mred\e[0m")]
    [InlineData("\e\e\e]]")]
    public void Sequences_that_are_not_ours_are_output(string text) => Join(Read("a" + text + "b")).Should().Be("a" + text + "b");

    [Theory]
    [InlineData("E;n=1;x=256")]
    [InlineData("E;n=1;x=-1")]
    [InlineData("E;n=0;x=1")]
    [InlineData("E;n=1")]
    [InlineData("E;n=1;n=2;x=0")]
    [InlineData("E;n=99999999999999999999;x=0")]
    [InlineData("C;n=1;c=ls")]
    [InlineData("C;d=/;c=ls")]
    [InlineData("P")]
    [InlineData("P;")]
    [InlineData("P;d")]
    [InlineData("P;d=/;")]
    [InlineData("")]
    [InlineData("X;d=/")]
    [InlineData(@"P;d=\x4")]
    [InlineData(@"P;d=\y41")]
    [InlineData(@"P;d=a\")]
    public void Text_of_no_mark_is_output_even_with_the_nonce(string text) => Join(Read("a" + Mark(text) + "b")).Should().Be("a" + Mark(text) + "b");

    [Fact]
    public void Broken_mark_is_output_and_the_next_is_found()
    {
        var broken = $"\e]5353;{Nonce};P;d=/tm";
        Read(broken + Mark("P;d=/")).Should().Equal(broken, new PromptShown("/"));
        Read(broken + "\n" + Mark("P;d=/")).Should().Equal(broken, "\n", new PromptShown("/"));
        Read("\e]5353" + Mark("P;d=/")).Should().Equal("\e]5353", new PromptShown("/"));
    }

    [Theory]
    [InlineData(ShellMarks.MaxLength, true)]
    [InlineData(ShellMarks.MaxLength + 1, false)]
    public void Mark_is_of_limited_length(int length, bool accepted)
    {
        var mark = Mark("P;d=" + new string('x', length - Mark("P;d=").Length));
        var parts = Read("a" + mark + "b");
        parts.OfType<PromptShown>().Any().Should().Be(accepted);
        (Join(parts) == (accepted ? "ab" : "a" + mark + "b")).Should().BeTrue();
    }

    [Fact]
    public void Endless_mark_is_given_up_while_it_comes()
    {
        var marks = new ShellMarks(Nonce);
        var passed = 0;
        ReadOnlySpan<byte> start = Encoding.UTF8.GetBytes($"\e]5353;{Nonce};P;d=");
        while (marks.TryRead(ref start, out _, out _))
            passed++;
        passed.Should().Be(0);
        for (var at = 0; at < 200; at++)
        {
            ReadOnlySpan<byte> more = Enumerable.Repeat((byte)'x', 1000).ToArray();
            while (marks.TryRead(ref more, out var output, out _))
                passed += output.Length;
        }
        passed.Should().BeGreaterThan(100_000);
    }

    [Theory]
    [InlineData("text\e")]
    [InlineData("text\e]53")]
    [InlineData("text\e]5353;0123abcd;P;d=/tmp")]
    [InlineData("text\e]5353;0123abcd;P;d=/tmp\e")]
    public void Unfinished_mark_is_output_at_the_end(string text) => Join(Read(text)).Should().Be(text);

    [Fact]
    public void Nothing_is_held_back_that_cannot_become_a_mark()
    {
        var marks = new ShellMarks(Nonce);
        foreach (var text in new[] { "plain", "a\e[", "\e]53x", "\e]133;", "\e[31" })
            Pass(marks, text).Should().Be(text);
        Pass(marks, "a\e]53").Should().Be("a");
        Pass(marks, "4").Should().Be("\e]534");
    }

    [Fact]
    public void Nonce_holds_letters_and_digits_only()
    {
        foreach (var nonce in new[] { "", "a;b", "a\a", new string('a', 65) })
            FluentActions.Invoking(() => new ShellMarks(nonce)).Should().Throw<ArgumentException>();
    }

    /// <summary>Any output with marks, forged marks and torn marks, however it is cut: the same events, and the same output, which is all that is no mark.</summary>
    [Fact]
    public void Cutting_changes_nothing()
    {
        string[] parts =
        [
            "a", "text\r\n", "ü", "\e", "\e]", "\e]5353;", $"\e]5353;{Nonce};", $"\e]5353;{Nonce};P;d=/x", "\e\\", "\a", "\\", ";", "\e[31m",
            Mark("P;d=/home"), Mark("C;n=1;d=/;c=ls"), Mark("E;n=1;x=0"), Mark("E;x"), $"\e]5353;{Nonce};E;n=2;x=1\e\\", "\e]5353;feed;P;d=/\a",
        ];
        var outputs = Gen.ListOf(Gen.Elements(parts)).Select(list => string.Concat(list)).Resize(30);
        Prop.ForAll(outputs.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (output, seed) =>
        {
            var whole = Read(output);
            var (cutOutput, cutEvents) = ReadCut(Encoding.UTF8.GetBytes(output), new Random(seed));
            return cutOutput == Join(whole) && cutEvents.SequenceEqual(whole.OfType<ShellMark>()) && Join(whole) == Oracle(output);
        }).Check(Chance.Config.WithMaxTest(3000));
    }

    [Fact]
    public void Arbitrary_bytes_pass_however_they_are_cut()
    {
        Prop.ForAll<byte[], int>((bytes, seed) =>
        {
            var passed = new List<byte>();
            var marks = new ShellMarks(Nonce);
            var random = new Random(seed);
            for (var at = 0; at < bytes.Length;)
            {
                var count = Math.Min(bytes.Length - at, random.Next(1, 8));
                ReadOnlySpan<byte> input = bytes.AsSpan(at, count);
                while (marks.TryRead(ref input, out var output, out _))
                    passed.AddRange(output);
                at += count;
            }
            passed.AddRange(marks.Flush());
            return passed.SequenceEqual(bytes);
        }).Check(Chance.Config);
    }

    [Fact]
    public void Bulk_output_costs_no_allocation()
    {
        var marks = new ShellMarks(Nonce);
        var bytes = new byte[64 * 1024];
        new Random(1).NextBytes(bytes);
        long passed = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var at = 0; at < 100; at++)
        {
            ReadOnlySpan<byte> input = bytes;
            while (marks.TryRead(ref input, out var output, out _))
                passed += output.Length;
        }
        // A collection that another test brings about counts what was left of this thread's piece of the heap, once and at most 8 KiB.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(16 * 1024);
        passed.Should().BeCloseTo(bytes.Length * 100L, 20);
    }

    private static string Mark(string text) => $"\e]5353;{Nonce};{text}\a";

    /// <summary>What is no mark, found in another way: a regular expression over the whole.</summary>
    private static string Oracle(string output) => System.Text.RegularExpressions.Regex.Replace(
        output, $"\e\\]5353;{Nonce};(P;d=/home|C;n=1;d=/;c=ls|E;n=1;x=0|E;n=2;x=1|P;d=/x[a-zü]*)(\a|\e\\\\)", "");

    private static List<object> Read(string text)
    {
        var marks = new ShellMarks(Nonce);
        var parts = new List<object>();
        ReadOnlySpan<byte> input = Encoding.UTF8.GetBytes(text);
        while (marks.TryRead(ref input, out var output, out var mark))
            parts.Add(mark is null ? Encoding.UTF8.GetString(output) : mark);
        if (marks.Flush() is { IsEmpty: false } rest)
            parts.Add(Encoding.UTF8.GetString(rest));
        return parts;
    }

    private static (string Output, List<ShellMark> Marks) ReadCut(byte[] bytes, Random random)
    {
        var marks = new ShellMarks(Nonce);
        var passed = new List<byte>();
        var events = new List<ShellMark>();
        for (var at = 0; at < bytes.Length;)
        {
            var count = Math.Min(bytes.Length - at, random.Next(1, 20));
            ReadOnlySpan<byte> input = bytes.AsSpan(at, count);
            while (marks.TryRead(ref input, out var output, out var mark))
            {
                passed.AddRange(output);
                if (mark is not null)
                    events.Add(mark);
            }
            at += count;
        }
        passed.AddRange(marks.Flush());
        return (Encoding.UTF8.GetString([.. passed]), events);
    }

    private static string Pass(ShellMarks marks, string text)
    {
        ReadOnlySpan<byte> input = Encoding.UTF8.GetBytes(text);
        var passed = new StringBuilder();
        while (marks.TryRead(ref input, out var output, out _))
            passed.Append(Encoding.UTF8.GetString(output));
        return passed.ToString();
    }

    private static string Join(IEnumerable<object> parts) => string.Concat(parts.OfType<string>());
}
