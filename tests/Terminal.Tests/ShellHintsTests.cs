using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace SessionShare.Terminal.Tests;

public sealed class ShellHintsTests
{
    [Theory]
    [InlineData("133;A")]
    [InlineData("133;A;cl=m;redraw=0;special_key=1;click_events=1")]
    [InlineData("133;N")]
    [InlineData("133;P")]
    [InlineData("133;P;k=i")]
    [InlineData("633;A")]
    public void Prompt_starts(string mark) => Hint(mark).Should().Be(new ShellHint.Prompt(null));

    [Theory]
    [InlineData("133;B")]
    [InlineData("133;I")]
    [InlineData("633;B")]
    public void Input_starts(string mark) => Hint(mark).Should().Be(new ShellHint.Input());

    [Theory]
    [InlineData("133;A;k=s")]
    [InlineData("133;P;k=r")]
    [InlineData("133;P;k=c")]
    [InlineData("133;L")]
    [InlineData("133;")]
    [InlineData("133;X")]
    [InlineData("133;AA")]
    [InlineData("133")]
    [InlineData("1330;A")]
    [InlineData("633;F")]
    [InlineData("633;I")]
    [InlineData("633;P;IsWindows=True")]
    [InlineData("633;P;Cwd=")]
    [InlineData("633;")]
    [InlineData("9;4;1;50")]
    [InlineData("9;hello")]
    [InlineData("7;file:")]
    [InlineData("7;http://host/x")]
    [InlineData("7;file://host")]
    [InlineData("1337;SetUserVar=a=Yg==")]
    [InlineData("52;c;AAAA")]
    [InlineData("0;133;A")]
    [InlineData("")]
    public void Other_sequences_tell_nothing(string mark) => Read($"\e]{mark}\a").Hints.Should().BeEmpty();

    [Theory]
    [InlineData("133;C", null, null)]
    [InlineData("633;C", null, null)]
    [InlineData("133;C;aid=42", "42", null)]
    [InlineData("133;C;cmdline_url=echo%20%3B%c3%bc%zz%", null, "echo ;ü%zz%")]
    [InlineData("133;C;cmdline=ls\\ -l", null, "ls -l")]
    [InlineData("133;C;cmdline=a;b;c", null, "a;b;c")]
    [InlineData("133;C;cmdline_url=url;aid=7;cmdline=quoted;cmdline_url=x", "7", "url")]
    [InlineData("133;C;cmdline=", null, "")]
    [InlineData("133;C;cmdline=$'a\\n\\t\\x41\\101\\u00fc\\U1F642\\cA\\E\\'\\\\'b'c d'\"e\\\"f\"\\;", null, "a\n\tAAü🙂\u0001\e'\\bc de\"f;")]
    [InlineData("133;C;cmdline=$'\\x", null, "x")]
    [InlineData("133;C;cmdline=\\", null, "\\")]
    public void Command_starts(string mark, string? shell, string? line) => Hint(mark).Should().Be(new ShellHint.Start(shell, line));

    [Theory]
    [InlineData("133;D", null, null)]
    [InlineData("133;D;0", null, 0)]
    [InlineData("133;D;130;aid=9", "9", 130)]
    [InlineData("133;D;aid=9", "9", null)]
    [InlineData("133;D;;err=x", null, null)]
    [InlineData("133;D;99999999999", null, null)]
    [InlineData("133;D; 1", null, null)]
    [InlineData("633;D;-1", null, -1)]
    [InlineData("633;D", null, null)]
    public void Command_ends(string mark, string? shell, int? code) => Hint(mark).Should().Be(new ShellHint.End(shell, code));

    [Theory]
    [InlineData("633;E;echo a\\x3b b\\\\\\x0a\\xc3\\xbc;nonce", "echo a; b\\\nü")]
    [InlineData("633;E;\\x4 \\y \\", "\\x4 \\y \\")]
    [InlineData("633;E", "")]
    [InlineData("633;E;;nonce", "")]
    public void Command_line_is_told(string mark, string line) => Hint(mark).Should().Be(new ShellHint.Line(line));

    [Theory]
    [InlineData("7;file://host/tmp/a%20b%3B", "/tmp/a b;")]
    [InlineData("7;file:///tmp", "/tmp")]
    [InlineData("7;kitty-shell-cwd://host/tmp/a%20b", "/tmp/a%20b")]
    [InlineData("633;P;Cwd=/tmp/a\\x3bb", "/tmp/a;b")]
    [InlineData("1337;CurrentDir=/tmp/x", "/tmp/x")]
    [InlineData("9;9;\"C:\\Users\"", "C:\\Users")]
    [InlineData("9;9;/tmp", "/tmp")]
    public void Directory_is_told(string mark, string path) => Hint(mark).Should().Be(new ShellHint.Directory(path));

    [Theory]
    [InlineData("\e]133;A\e\\", 1)]
    [InlineData("\e]133;A\x18\a", 0)]
    [InlineData("\e]133;A\x1a\a", 0)]
    [InlineData("\e]133;A\e[m\a", 0)]
    [InlineData("\e]133;\e]133;A\a", 1)]
    [InlineData("\e]133;A\e]133;A\a", 1)]
    [InlineData("\ePtmux;]133;A\a\e\\", 0)]
    [InlineData("\e_]133;A\a\e\\", 0)]
    [InlineData("\ePx\e\\\e]133;A\a", 1)]
    [InlineData("\e\e]133;A\a", 1)]
    [InlineData("\e[31\e]133;A\a", 1)]
    [InlineData("\e(\e]133;A\a", 1)]
    [InlineData("]133;A\a", 0)]
    public void Sequences_end_as_in_a_terminal(string output, int marks) => Read(output).Hints.Should().HaveCount(marks);

    [Fact]
    public void Hint_stands_behind_its_sequence_and_all_output_passes()
    {
        var hints = new ShellHints();
        ReadOnlySpan<byte> input = "a\e]133;C\ab\e]133;D;1\ac"u8;
        var seen = new List<(string, ShellHint?)>();
        while (hints.TryRead(ref input, out var output, out var hint, out _))
            seen.Add((Encoding.UTF8.GetString(output), hint));
        seen.Should().Equal(("a\e]133;C\a", new ShellHint.Start(null, null)), ("b\e]133;D;1\a", new ShellHint.End(null, 1)), ("c", null));
    }

    [Fact]
    public void Mark_is_of_limited_length()
    {
        var start = "133;C;cmdline_url=";
        Hint(start + new string('x', ShellHints.MaxLength - start.Length)).Should().BeOfType<ShellHint.Start>();
        Read($"\e]{start}{new string('x', ShellHints.MaxLength - start.Length + 1)}\a\e]133;B\a").Hints.Select(hint => hint.Hint).Should().Equal(new ShellHint.Input());
    }

    [Fact]
    public void Endless_sequences_cost_no_memory()
    {
        var hints = new ShellHints();
        var block = new byte[64 * 1024];
        Array.Fill(block, (byte)'x');
        foreach (var start in new[] { "\e]52;", "\e]133;", "\eP", "\e[" })
        {
            ReadOnlySpan<byte> first = Encoding.UTF8.GetBytes(start);
            while (hints.TryRead(ref first, out _, out _, out _))
            {
            }
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var at = 0; at < 100; at++)
            {
                ReadOnlySpan<byte> input = block;
                while (hints.TryRead(ref input, out _, out _, out _))
                {
                }
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(3 * ShellHints.MaxLength);
        }
    }

    /// <summary>Marks, torn marks and sequences around them: the same hints at the same bytes, however the output is cut.</summary>
    [Fact]
    public void Cutting_changes_nothing()
    {
        string[] parts =
        [
            "a", "text\r\n", "ü", "\e", "\e]", "\e]133;", "\e]133;A", "\e\\", "\a", "\x18", "\\", ";", "\e[31m", "\e[", "\eP", "\e_", "\e(B", "1", "33;",
            "\e]133;A\a", "\e]133;B\e\\", "\e]133;C;cmdline=a;b\a", "\e]133;D;1;aid=3\a", "\e]633;E;x\\x3b\a", "\e]7;file://h/d\a", "\e]1337;CurrentDir=/\a",
            "\e]0;title\a", "\e]9;9;c\a",
        ];
        var outputs = Gen.ListOf(Gen.Elements(parts)).Select(list => string.Concat(list)).Resize(30);
        Prop.ForAll(outputs.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (output, seed, split) =>
        {
            var (whole, wholeHints, wholeText) = Read(output, split);
            var (cut, cutHints, cutText) = Read(output, split, new Random(seed));
            return whole == output && cut == output && cutHints.SequenceEqual(wholeHints) && (!split || cutText == wholeText);
        }).Check(Chance.Config.WithMaxTest(3000));
    }

    [Fact]
    public void Arbitrary_bytes_pass()
    {
        Prop.ForAll<byte[], int>((bytes, seed) =>
        {
            // More escapes than chance gives.
            var soup = bytes.SelectMany(one => one < 64 ? [0x1b, (byte)']'] : new[] { one }).ToArray();
            return ReadBytes(soup, false, new Random(seed)).Output.SequenceEqual(soup);
        }).Check(Chance.Config);
    }

    private static ShellHint? Hint(string mark)
    {
        var (output, hints, _) = Read($"\e]{mark}\a");
        output.Should().Be($"\e]{mark}\a");
        return hints.Should().ContainSingle().Subject.Hint;
    }

    private static (string Output, List<(int At, ShellHint Hint)> Hints, int FirstText) Read(string output, bool split = false, Random? cuts = null)
    {
        var (bytes, hints, text) = ReadBytes(Encoding.UTF8.GetBytes(output), split, cuts);
        return (Encoding.UTF8.GetString([.. bytes]), hints, text);
    }

    /// <returns>With FirstText, where the first piece that is text starts.</returns>
    private static (List<byte> Output, List<(int At, ShellHint Hint)> Hints, int FirstText) ReadBytes(byte[] bytes, bool split, Random? cuts)
    {
        var reader = new ShellHints { SplitBeforeText = split };
        var output = new List<byte>();
        var hints = new List<(int, ShellHint)>();
        var firstText = -1;
        for (var at = 0; at < bytes.Length;)
        {
            var count = Math.Min(bytes.Length - at, cuts?.Next(1, 9) ?? bytes.Length);
            ReadOnlySpan<byte> input = bytes.AsSpan(at, count);
            while (reader.TryRead(ref input, out var piece, out var hint, out var isText))
            {
                if (isText && firstText < 0)
                    firstText = output.Count;
                output.AddRange(piece);
                if (hint is not null)
                    hints.Add((output.Count, hint));
            }
            at += count;
        }
        return (output, hints, firstText);
    }
}
