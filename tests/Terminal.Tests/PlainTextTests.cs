using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace SessionShare.Terminal.Tests;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("one\r\ntwo\r\n", "one|two")]
    [InlineData("no end", "no end")]
    [InlineData("\r\n\r\nthird", "||third")]
    [InlineData("0 %\r50 %\r100 %\r\ndone", "100 %|done")]
    [InlineData("typpo\b\bo \r\n", "typo")]
    [InlineData("a\r\nb\e[Ax\e[Bc", "ax|b c")]
    [InlineData("\e[31mred\e[0m grüße 漢字\r\n", "red grüße 漢字")]
    [InlineData("before\r\n\e[?1049hvim\r\n~\e[?1049lbehind", "before|behind")]
    [InlineData("before\r\n\e[?1049hstill in vim", "before")]
    [InlineData("gone\r\n\e[H\e[2Jnew", "new")]
    [InlineData("", "")]
    public void Output_is_the_lines_that_it_leaves(string output, string lines) =>
        Lines(output, 20).Should().Equal(lines.Length == 0 ? [] : lines.Split('|'));

    [Fact]
    public void Line_that_the_edge_cuts_is_one_also_where_it_is_longer_than_the_screen()
    {
        var line = string.Concat(Enumerable.Range(0, 200).Select(number => $"{number:000} "));
        Lines($"a\r\n{line}\r\nb\r\n", 10).Should().Equal("a", line.TrimEnd(), "b");
    }

    [Fact]
    public void Many_lines_come_all_in_order()
    {
        var lines = Enumerable.Range(0, 20_000).Select(number => $"line {number}").ToArray();
        Lines(string.Join("\r\n", lines), 30).Should().Equal(lines);
    }

    [Fact]
    public void Narrower_terminal_cuts_no_line_in_two()
    {
        var lines = new List<string>();
        var text = new PlainText(40, 5, lines.Add);
        text.Write("a line of twenty nine columns\r\nnext\r\n"u8);
        text.Resize(10, 5);
        text.Write("and here"u8);
        text.End();
        lines.Should().Equal("a line of twenty nine columns", "next", "and here");
    }

    [Fact]
    public void Cuts_change_nothing() => Prop.ForAll<byte[], byte[]>((output, cuts) =>
    {
        byte[] bytes = [.. output.Select(value => value % 7 == 0 ? (byte)'\n' : value)];
        return Lines(bytes, [bytes.Length]).SequenceEqual(Lines(bytes, cuts.Select(cut => (int)cut)));
    }).Check(Chance.Config);

    private static List<string> Lines(string output, int columns)
    {
        var lines = new List<string>();
        var text = new PlainText(columns, 5, lines.Add);
        text.Write(Encoding.UTF8.GetBytes(output));
        text.End();
        return lines;
    }

    private static List<string> Lines(byte[] output, IEnumerable<int> cuts)
    {
        var lines = new List<string>();
        var text = new PlainText(10, 3, lines.Add);
        ReadOnlySpan<byte> rest = output;
        foreach (var cut in cuts)
        {
            text.Write(rest[..Math.Min(cut, rest.Length)]);
            rest = rest[Math.Min(cut, rest.Length)..];
        }
        text.Write(rest);
        text.End();
        return lines;
    }
}
