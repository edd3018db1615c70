using System.Text;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.Painting;

public sealed class FramePainterTests
{
    private readonly FramePainter _painter = new();

    [Fact]
    public void A_smaller_terminal_shows_a_window_that_follows_the_cursor()
    {
        var session = Session(40, 10, "\e[1;1Htop left\e[10;30Hbottom");
        var window = Painted(session, 12, 4);

        window.Text(3).Should().EndWith("bottom");
        (window.CursorRow, window.CursorColumn).Should().Be((3, 11));

        session.Write("\e[1;1H"u8);
        window.Write(_painter.Paint(session, 12, 4));
        window.Text(0).Should().Be("top left");
        (window.CursorRow, window.CursorColumn).Should().Be((0, 0));
    }

    [Fact]
    public void A_larger_terminal_shows_the_session_in_a_frame()
    {
        var session = Session(10, 3, "\e[31mred\e[0m\r\nplain");
        var window = Painted(session, 14, 6);

        window.Text(0).Should().Be("red       │");
        window.Text(1).Should().Be("plain     │");
        window.Text(3).Should().Be("──────────┘");
        window[0, 0].Rendition.Foreground.Should().Be(new Colour(ColourKind.Basic, 1));
        (window.CursorRow, window.CursorColumn).Should().Be((1, 5));
    }

    [Fact]
    public void Only_rows_that_changed_are_drawn_again()
    {
        var session = Session(40, 10, "one\r\ntwo\r\n");
        Painted(session, 50, 20);

        session.Write("three"u8);

        Encoding.UTF8.GetString(_painter.Paint(session, 50, 20)).Should().Contain("three").And.NotContain("one");
    }

    [Fact]
    public void Half_a_wide_character_at_the_windows_edge_shows_as_a_space()
    {
        var session = Session(20, 2, "a你b\r\n");
        var window = Painted(session, 2, 2);

        session.Write("\e[1;1H"u8);
        window.Write(_painter.Paint(session, 2, 2));

        window.Text(0).TrimEnd().Should().Be("a");
    }

    [Fact]
    public void A_copy_of_a_screen_shows_the_same()
    {
        var session = Session(30, 6, "\e[1;34mblue\e[0m 你好\r\n\e[4:3mcurly\e[0m\r\n\e[48;2;1;2;3mdeep\e[0m\e[2;3H");
        var copy = new Screen(30, 6);
        copy.Write(ScreenCopy.Of(session));

        for (var row = 0; row < 6; row++)
        {
            for (var column = 0; column < 30; column++)
                copy[row, column].Should().Be(session[row, column], "row {0}, column {1}", row, column);
        }
        (copy.CursorRow, copy.CursorColumn).Should().Be((session.CursorRow, session.CursorColumn));
    }

    [Fact]
    public void A_screen_of_the_same_size_is_passed_through_and_one_of_another_size_is_drawn()
    {
        var (plain, drawn) = (new StringBuilder(), new StringBuilder());
        var fitted = new FittedScreen(
            new TerminalSize(20, 5), new TerminalSize(20, 5), bytes => plain.Append(Encoding.UTF8.GetString(bytes)), bytes => drawn.Append(Encoding.UTF8.GetString(bytes)));
        fitted.Write("as it is"u8);
        fitted.Window(new TerminalSize(10, 5));
        fitted.Write(" and more"u8);

        plain.ToString().Should().Be("as it is");
        var window = new Screen(10, 5);
        window.Write(Encoding.UTF8.GetBytes(drawn.ToString()));
        // "as it is and more" ends in column 17: the cursor, behind it, stands in the window's last column.
        window.Text(0).Should().Be(" and more");
    }

    private static Screen Session(int columns, int rows, string output)
    {
        var screen = new Screen(columns, rows);
        screen.Write(Encoding.UTF8.GetBytes(output));
        return screen;
    }

    private Screen Painted(Screen session, int columns, int rows)
    {
        var window = new Screen(columns, rows);
        window.Write(_painter.Paint(session, columns, rows));
        return window;
    }
}
