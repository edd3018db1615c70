using System.Text;
using SessionShare.Cli.Drafting;
using SessionShare.Cli.Panels;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Drafting;

/// <summary>Texts have the cursor at the bar.</summary>
public sealed class LineKeysTests
{
    [Theory]
    [InlineData("|", "ls", "ls|")]
    [InlineData("ab|c", "\u0001x", "x|abc")]
    [InlineData("a|bc", "\u0005x", "abcx|")]
    [InlineData("ab|", "\u0002\u0002x", "x|ab")]
    [InlineData("one two|", "\u0017", "one |")]
    [InlineData("one-two|", "\e\u007f", "one-|")]
    [InlineData("one |two", "\ed", "one |")]
    [InlineData("one two|", "\eb\eb\ef", "one| two")]
    [InlineData("ab|cd", "\u000b\u0001\u0019", "cd|ab")]
    [InlineData("ab cd|", "\u0017\u0017\u0019", "ab cd|")]
    [InlineData("ab|cd", "\u0015", "|cd")]
    [InlineData("ab|", "\u0014", "ba|")]
    [InlineData("a|b", "\u0014", "ba|")]
    [InlineData("a|", "\e\rb", "a\nb|")]
    [InlineData("a|", "\nb", "a\nb|")]
    [InlineData("one\ntwo|", "\u0010x", "onex|\ntwo")]
    [InlineData("on|e\ntwo", "\u000ex", "one\ntwx|o")]
    [InlineData("one|\ntwo", "\u000b", "one|two")]
    [InlineData("one\ntwo|", "\e<x", "x|one\ntwo")]
    [InlineData("好|", "\u007f", "|")]
    [InlineData("e\u0301|", "\u007f", "|")]
    [InlineData("👩‍👩‍👧|", "\u0002x", "x|👩‍👩‍👧")]
    [InlineData("a|b", "\e[200~x\r\ny\e]z\e[201~", "ax\ny]z|b")]
    [InlineData("a|b", "\u0004", "a|")]
    [InlineData("|", "\u007f\u0004\u000b\u0017\u0014\u0019\e[A\e[B\e[C\e[D", "|")]
    public void Keys_do_what_they_do_in_a_shell(string before, string typed, string after)
    {
        var (text, cursor) = (before.Replace("|", ""), before.IndexOf('|'));
        var keys = new LineKeys();
        foreach (var key in new KeyReader().Read(Encoding.UTF8.GetBytes(typed)))
        {
            var edit = keys.Of(text, cursor, key)!.Value;
            if (edit.Change is { } change)
            {
                DraftText.FaultOf(text, [change]).Should().BeNull();
                text = DraftText.Apply(text, [change]);
            }

            cursor = edit.Cursor;
        }

        text.Insert(cursor, "|").Should().Be(after);
    }

    [Fact]
    public void A_key_that_means_nothing_here_is_said_to_be_so() =>
        new LineKeys().Of("a", 1, new Key(KeyName.Other)).Should().BeNull();
}
