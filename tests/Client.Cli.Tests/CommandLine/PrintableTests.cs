using SessionShare.Cli.CommandLine;

namespace SessionShare.Cli.Tests.CommandLine;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("Zoë ✓ 東京", "Zoë ✓ 東京")]
    [InlineData("a\e]52;c;eA==\ab", "a ]52;c;eA== b")]
    [InlineData("a\u009b31mb\u202ec\nd", "a 31mb c d")]
    public void Text_of_others_can_do_nothing_to_a_terminal(string text, string shown) => Printable.Text(text).Should().Be(shown);

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abcd😀g", 6, "abcd…")]
    public void Long_text_is_cut_between_characters(string text, int length, string shown) => Printable.Text(text, length).Should().Be(shown);

    [Theory]
    [InlineData("one two three", 7, "one two\nthree")]
    [InlineData("a https://example.com/long b", 10, "a\nhttps://example.com/long\nb")]
    [InlineData("one two three", null, "one two three")]
    public void Sentences_are_broken_between_words(string text, int? width, string shown) => Paragraph.Of(text, width).Should().Be(shown);
}
