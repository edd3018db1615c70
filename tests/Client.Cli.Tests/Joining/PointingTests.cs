using System.Text;
using SessionShare.Cli.Drafting;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;
using SessionShare.Terminal;
using Screen = SessionShare.Terminal.Screen;

namespace SessionShare.Cli.Tests.Joining;

/// <summary>What others select, found again on this terminal's screen.</summary>
public sealed class PointingTests
{
    private static readonly Person Sam = new("Sam", "sam@example.com");
    private static readonly Person Ana = new("Ana", "ana@example.com");

    private readonly Screen _screen = new(20, 6);
    private readonly BlockRows _rows = new();

    public PointingTests()
    {
        Block(1, "$ first\r\n", "one\r\ntwo, which is longer than a row\r\nthree\r\n");
        Block(2, "$ second\r\n", "four\r\n");
    }

    [Fact]
    public void Text_is_found_by_its_line_whatever_the_width()
    {
        // `longer than a`, which goes over the row's end.
        On(new PresenceSelection(Text: new TextRange(new TextPlace(1, 1, 14), new TextPlace(1, 1, 27)))).Should().Equal(new Highlight(Ana, 0, 14, 20, true), new Highlight(Ana, 1, 0, 7, false));
        On(new PresenceSelection(Text: new TextRange(new TextPlace(1, 2, 2), new TextPlace(2, 0, 3)))).Should().Equal(
            new Highlight(Ana, 2, 2, 20, true), new Highlight(Ana, 3, 0, 20, false), new Highlight(Ana, 4, 0, 3, false));
        // What has scrolled out is not shown.
        On(new PresenceSelection(Text: new TextRange(new TextPlace(1, 0, 0), new TextPlace(1, 1, 4)))).Should().Equal(new Highlight(Ana, 0, 0, 4, true));
    }

    [Fact]
    public void Command_is_marked_in_the_first_cell_of_its_rows_from_its_own_on() =>
        On(new PresenceSelection(Blocks: [new(2, 2)])).Should().Equal(new Highlight(Ana, 3, 0, 1, true), new Highlight(Ana, 4, 0, 1, false));

    [Fact]
    public void Part_of_the_screen_is_where_it_says() =>
        On(new PresenceSelection(Screen: new ScreenRange(new ScreenPlace(1, 2), new ScreenPlace(1, 5)))).Should().Equal(new Highlight(Ana, 1, 2, 5, true));

    [Fact]
    public void What_is_not_known_here_or_stands_behind_a_full_screen_program_is_not_shown()
    {
        On(new PresenceSelection(Blocks: [new(7, 9)])).Should().BeEmpty();
        On(new PresenceSelection(Text: new TextRange(new TextPlace(1, 40, 0), new TextPlace(1, 41, 0)))).Should().BeEmpty();
        _screen.Write("\e[?1049h"u8);
        On(new PresenceSelection(Blocks: [new(2, 2)])).Should().BeEmpty();
    }

    [Fact]
    public void Row_of_a_block_is_told_by_the_line_that_it_belongs_to()
    {
        _rows.At(3).Should().Be((1, 1L));
        Pointing.PlaceOf(_screen, (1, 1), 3).Should().Be(new TextPlace(1, 1, 0));
        Pointing.PlaceOf(_screen, (1, 1), 4).Should().Be(new TextPlace(1, 2, 0));
    }

    [Fact]
    public void It_is_drawn_in_the_persons_colour_with_the_name_behind_it()
    {
        var painted = new Screen(40, 7);
        painted.Write(new FramePainter().Paint(_screen, 40, 7, pointed: On(new PresenceSelection(Text: new TextRange(new TextPlace(1, 2, 2), new TextPlace(1, 2, 5))))));

        painted.Text(2).TrimEnd().Should().Be("three  ana          │");
        painted[2, 2].Rendition.Background.Should().NotBe(default(Colour)).And.Be(painted[2, 4].Rendition.Background);
        painted[2, 1].Rendition.Background.Should().Be(default(Colour));
        painted.Text(4).Should().StartWith("four");
        painted.Write(new FramePainter(colours: false).Paint(_screen, 40, 7, pointed: On(new PresenceSelection(Blocks: [new(2, 2)]))));
        painted[4, 0].Rendition.Styles.Should().HaveFlag(Styles.Inverse);
    }

    private void Block(int number, string prompt, string output)
    {
        _screen.Write(Encoding.UTF8.GetBytes(prompt));
        _rows.Take(new Frame(1, FrameKind.BlockStart, 0, new BlockStart(number, "x", null).ToPayload()), _screen.ScrolledRows + _screen.CursorRow);
        _screen.Write(Encoding.UTF8.GetBytes(output));
        _rows.Take(new Frame(1, FrameKind.BlockEnd, 0, new BlockEnd(number, 0).ToPayload()), _screen.ScrolledRows + _screen.CursorRow);
    }

    private IReadOnlyList<Highlight> On(PresenceSelection selection)
    {
        var ana = new Participant("ana", Ana, Role.Edit, Away: false);
        var roster = new Roster(Sam, SharerState.Connected, [ana]);
        return Pointing.On(_screen, new Company("me", roster, new Dictionary<string, PresenceState> { ["ana"] = new(Selection: selection) }), _rows);
    }
}
