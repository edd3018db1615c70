using System.Text;
using SessionShare.Cli.Panels;

namespace SessionShare.Cli.Tests.Panels;

public sealed class KeyReaderTests
{
    private readonly KeyReader _reader = new();

    [Theory]
    [InlineData("a", KeyName.Character, "a", false, false)]
    [InlineData("ü", KeyName.Character, "ü", false, false)]
    [InlineData("\u0001", KeyName.Character, "a", true, false)]
    [InlineData("\u001f", KeyName.Character, "_", true, false)]
    [InlineData("\r", KeyName.Enter, "", false, false)]
    [InlineData("\e\r", KeyName.Enter, "", false, true)]
    [InlineData("\e", KeyName.Escape, "", false, false)]
    [InlineData("\ef", KeyName.Character, "f", false, true)]
    [InlineData("\e[A", KeyName.Up, "", false, false)]
    [InlineData("\eOA", KeyName.Up, "", false, false)]
    [InlineData("\e[1;5C", KeyName.Right, "", true, false)]
    [InlineData("\e[3~", KeyName.Delete, "", false, false)]
    [InlineData("\e[5~", KeyName.PageUp, "", false, false)]
    [InlineData("\e[13;3u", KeyName.Enter, "", false, true)]
    [InlineData("\e[27u", KeyName.Escape, "", false, false)]
    [InlineData("\e[27;3;13~", KeyName.Enter, "", false, true)]
    [InlineData("\u007f", KeyName.Backspace, "", false, false)]
    [InlineData("\e[99;1y", KeyName.Other, "", false, false)]
    internal void A_key_is_known_in_each_form_that_terminals_send(string typed, KeyName name, string text, bool ctrl, bool alt) =>
        Read(typed).Should().Equal(new Key(name, text, ctrl, alt));

    [Fact]
    public void A_character_and_a_paste_may_come_in_pieces()
    {
        var bytes = Encoding.UTF8.GetBytes("好\e[200~one\r\ntwo\e[201~x");
        var keys = bytes.SelectMany(piece => _reader.Read([piece])).ToList();

        keys[0].Should().Be(new Key(KeyName.Character, "好"));
        keys[^1].Should().Be(new Key(KeyName.Character, "x"));
        _reader.Read(Encoding.UTF8.GetBytes("\e[200~one\r\ntwo\e[201~")).Should().Equal(new Key(KeyName.Paste, "one\ntwo"));
    }

    [Fact]
    public void What_follows_a_key_is_left()
    {
        ReadOnlySpan<byte> typed = "qls\r"u8;
        _reader.TryRead(ref typed, out var key).Should().BeTrue();

        key.Is('q').Should().BeTrue();
        typed.SequenceEqual("ls\r"u8).Should().BeTrue();
    }

    private IReadOnlyList<Key> Read(string typed) => _reader.Read(Encoding.UTF8.GetBytes(typed));
}
