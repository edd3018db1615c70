using System.Text;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Tests.Pty;

public sealed class PrefixKeyTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("a\u001ed", "a[d]")]
    [InlineData("a\u001edb", "a[d]b")]
    [InlineData("\u001e\u001e", "\u001e")]
    [InlineData("\u001e\u001e\u001ed", "\u001e[d]")]
    [InlineData("\u001e\u001e\u001e\u001e", "\u001e\u001e")]
    [InlineData("\u001e\r", "[\r]")]
    [InlineData("\u001e\u001b[Ax", "[\u001b]x")]
    [InlineData("\u001e\u001b[1;5Cx", "[\u001b]x")]
    [InlineData("\u001e\u001bOPx", "[\u001b]x")]
    [InlineData("\u001e\u001b", "[\u001b]")]
    [InlineData("\u001e\u001bfx", "[\u001b]x")]
    [InlineData("\u001b[A\u001b\u0003ü", "\u001b[A\u001b\u0003ü")]
    public void Typed_bytes_become_input_and_commands(string typed, string expected) => Read(new PrefixKey(), typed).Should().Be(expected);

    [Fact]
    public void Letter_of_several_bytes_is_one_command() => Read(new PrefixKey(), "\u001eüx").Should().Be("[\u00c3]x");

    [Fact]
    public void Prefix_and_command_may_come_in_two_reads()
    {
        var key = new PrefixKey();
        Read(key, "ab\u001e").Should().Be("ab");
        Read(key, "dc").Should().Be("[d]c");
    }

    [Fact]
    public void A_command_may_take_the_next_key_too_whichever_it_is()
    {
        var key = new PrefixKey();
        Read(key, "\u001eG").Should().Be("[G]");
        key.Again();
        Read(key, "4x").Should().Be("[4]x");
        key.Again();
        Read(key, "\u001ex").Should().Be("[\u001e]x");
        key.Again();
        Read(key, "\u001b[Ax").Should().Be("[\u001b]x");
    }

    [Fact]
    public void Another_prefix_leaves_the_usual_one_alone() => Read(new PrefixKey(1), "\u001ed\u0001d\u0001\u0001").Should().Be("\u001ed[d]\u0001");

    [Theory]
    [InlineData("Ctrl-^", 0x1e)]
    [InlineData("ctrl-a", 0x01)]
    [InlineData("CTRL-A", 0x01)]
    [InlineData("C-b", 0x02)]
    [InlineData("c-]", 0x1d)]
    [InlineData("^B", 0x02)]
    [InlineData("^^", 0x1e)]
    [InlineData("^_", 0x1f)]
    [InlineData("^@", 0x00)]
    [InlineData("^\\", 0x1c)]
    public void Name_of_a_key_is_read(string text, byte expected)
    {
        var key = PrefixKey.Parse(text, out var error);
        error.Should().BeNull();
        Read(key!, "x" + (char)expected + "y").Should().Be("x[y]");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("^")]
    [InlineData("^1")]
    [InlineData("Ctrl-")]
    [InlineData("Ctrl-ab")]
    [InlineData("Alt-a")]
    [InlineData("Ctrl-ü")]
    public void Name_of_no_key_says_what_is_accepted(string text)
    {
        PrefixKey.Parse(text, out var error).Should().BeNull();
        error.Should().Be($"'{text}' is no prefix key. Accepted are Ctrl-X, C-X or ^X, where X is a letter or one of @ \\ ] ^ _.");
    }

    [Theory]
    [InlineData("^M")]
    [InlineData("C-i")]
    [InlineData("Ctrl-[")]
    public void Key_that_others_send_is_refused(string text)
    {
        PrefixKey.Parse(text, out var error).Should().BeNull();
        error.Should().Contain("Tab, Enter, Escape");
    }

    [Fact]
    public void Key_tells_its_name() => new PrefixKey().Name.Should().Be("Ctrl-^");

    private static string Read(PrefixKey key, string typed)
    {
        var shown = new StringBuilder();
        ReadOnlySpan<byte> input = Encoding.UTF8.GetBytes(typed);
        while (key.TryRead(ref input, out var bytes, out var command))
            shown.Append(command is { } name ? $"[{(char)name}]" : Encoding.UTF8.GetString(bytes));
        return shown.ToString();
    }
}
