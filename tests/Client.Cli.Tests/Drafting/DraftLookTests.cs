using SessionShare.Cli.Drafting;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;
using SessionShare.Terminal;
using TerminalSize = SessionShare.Protocol.TerminalSize;

namespace SessionShare.Cli.Tests.Drafting;

public sealed class DraftLookTests
{
    private static readonly Person Mira = new("Mira Holt", "mira.holt@example.com");

    [Fact]
    public void Lines_break_at_the_edge_and_the_cursor_stands_where_it_is()
    {
        var look = DraftLook.Of("echo one\nabcdefghijkl", 14, [], "keys", new TerminalSize(12, 20));
        var screen = Drawn(look);

        screen.Text(1).TrimEnd().Should().Be("❯ echo one");
        screen.Text(2).Should().Be("  abcdefghij");
        screen.Text(3).TrimEnd().Should().Be("  kl");
        look.Cursor.Should().Be((2, 7));
    }

    [Fact]
    public void Others_stand_in_their_colour_where_they_are_and_are_named()
    {
        var look = DraftLook.Of("echo one", 0, [new OtherCursor(Mira, 8, 5, Typing: true)], "keys", new TerminalSize(60, 20));
        var screen = Drawn(look);

        screen.Text(0).Should().Contain("mira.holt …");
        var colour = new Colour(ColourKind.Indexed, PersonColour.Index(Mira.Avatar.Colour));
        screen[1, 7].Rendition.Background.Should().Be(colour, "the cursor is there");
        screen[1, 8].Rendition.Underline.Should().Be(Underline.Single, "that is selected");
        screen[1, 6].Rendition.Background.Should().Be(Colour.Default);
    }

    [Fact]
    public void A_long_draft_shows_the_part_around_the_cursor_in_half_of_the_room()
    {
        var look = DraftLook.Of(string.Join('\n', Enumerable.Range(1, 50)), 0, [], "keys", new TerminalSize(60, 20));
        look.Lines.Should().HaveCount(10);
        look.Lines[1].Should().EndWith("1 \e[0m");
        DraftLook.Of("x", null, [], "read-only", new TerminalSize(60, 20)).Cursor.Should().BeNull();
    }

    private static Screen Drawn(Look look)
    {
        var screen = new Screen(60, look.Lines.Count + 1);
        screen.Write(System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", look.Lines)));
        return screen;
    }
}
