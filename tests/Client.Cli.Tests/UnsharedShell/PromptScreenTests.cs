using System.Text;
using SessionShare.Cli.UnsharedShell;
using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.UnsharedShell;

public sealed class PromptScreenTests
{
    private readonly PromptScreen _screen = new(new TerminalSize(40, 5));

    [Fact]
    public void A_prompt_shows_its_own_lines_as_they_look_now_and_nothing_that_was_erased()
    {
        Write("secret output\r\n");
        _screen.Begin();
        Write("\e[32m$\e[0m echo SECRET\b\b\b\b\b\b\e[Kabc");

        Encoding.UTF8.GetString(_screen.Show()).Should().NotContainEquivalentOf("secret");
        var seen = Seen();
        seen.Text(0).Should().Be("$ echo abc");
        seen.CursorColumn.Should().Be(10);
        seen[0, 0].Rendition.Foreground.Should().Be(new Colour(ColourKind.Basic, 2));
    }

    [Fact]
    public void A_full_screen_program_shows_its_own_screen_without_the_one_behind_it()
    {
        Write("secret output\r\n\e[?1049h\e[H\e[2J~ the editor\e[3;4H\e[?1h\e[?2004h");

        Encoding.UTF8.GetString(_screen.Show()).Should().NotContain("secret");
        var seen = Seen();
        seen.IsAlternate.Should().BeTrue();
        seen.Text(0).Should().Be("~ the editor");
        (seen.CursorRow, seen.CursorColumn).Should().Be((2, 3));
        seen.Modes.Should().Match<ScreenModes>(modes => modes.ApplicationCursorKeys && modes.BracketedPaste);
        seen.Write("\e[?1049l"u8);
        seen.Text(0).Should().BeEmpty();
    }

    private void Write(string text) => _screen.Output(Encoding.UTF8.GetBytes(text));

    private Screen Seen()
    {
        var seen = new Screen(40, 5);
        seen.Write(_screen.Show());
        return seen;
    }
}
