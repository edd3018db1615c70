using SessionShare.Cli.Painting;

namespace SessionShare.Cli.Tests.Painting;

public sealed class NoColourTests
{
    [Theory]
    [InlineData("\e[32m●\e[39m shared", "● shared")]
    [InlineData("\e[48;5;31;97m ana \e[0m✎", "\e[7m ana \e[0m✎")]
    [InlineData("\e[0;90m── draft", "\e[0m── draft")]
    [InlineData("\e[4m\e[48;5;200;97mx\e[0m", "\e[4m\e[7mx\e[0m")]
    [InlineData("\e[43;30mfound\e[0;4m", "\e[7mfound\e[0;4m")]
    [InlineData("\e[1mbold\e[22m \e[7minverse\e[27m\e[m", "\e[1mbold\e[22m \e[7minverse\e[27m\e[m")]
    [InlineData("\e[38;2;1;2;3;48;2;4;5;6;3mx\e[49m", "\e[7;3mx\e[27m")]
    [InlineData("\e[101;91mx", "\e[7mx")]
    public void Colours_go_and_what_stood_on_one_is_inverse(string line, string without) => NoColour.Of(line).Should().Be(without);
}
