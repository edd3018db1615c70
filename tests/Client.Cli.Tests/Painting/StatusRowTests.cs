using System.Text;
using SessionShare.Cli.Painting;
using SessionShare.Terminal;
using TerminalSize = SessionShare.Protocol.TerminalSize;

namespace SessionShare.Cli.Tests.Painting;

/// <summary>A program with one row less, and our line below it: the terminal shows what the program means, cell by cell.</summary>
public sealed class StatusRowTests
{
    private const int Columns = 80;
    private const int Rows = 24;

    private readonly StatusRow _status = new() { Text = "● shared" };
    private readonly Screen _terminal = new(Columns, Rows);
    private readonly FittedScreen _fitted;

    public StatusRowTests()
    {
        _fitted = new FittedScreen(new(Columns, Rows - 1), new(Columns, Rows), bytes => _terminal.Write(bytes), bytes => _terminal.Write(bytes), asks: true, _status);
        _fitted.Begin();
    }

    [Theory]
    [InlineData("plain text\r\n")]
    [InlineData("\e[r\e[24;1Hbeyond")]
    [InlineData("\e[999;999Hcorner")]
    [InlineData("\e[5;10r\e[10;1Hscrolls\n\n\nmore\e[r")]
    [InlineData("\e[2J\e[Hcleared")]
    [InlineData("one\e[Jtwo")]
    [InlineData("\e[?1049h\e[2Jfull screen\e[24;80Hx\e[?1049lback")]
    [InlineData("\ecreset")]
    [InlineData("\e#8")]
    [InlineData("\e[!psoft")]
    [InlineData("\e[31;1mcolour stays")]
    [InlineData("\e[?25l\e[10;10Hhidden")]
    public void The_programs_rows_are_as_it_means_them_and_the_row_is_ours(string output)
    {
        for (var again = 0; again < 40; again++)
            Write($"line {again}\r\n");
        Write(output);

        Same();
        _terminal.Text(Rows - 1).Should().Be("● shared");
        _terminal.Pen.Should().Be(_fitted.Read(screen => screen.Pen));
    }

    [Fact]
    public void What_scrolls_out_goes_into_the_terminals_own_scrollback()
    {
        for (var line = 1; line <= 100; line++)
            Write($"line {line}\r\n");

        _terminal.ScrollbackRows.Should().Be(_fitted.Read(screen => screen.ScrollbackRows));
        _terminal.Text(-1).Should().Be("line 78");
    }

    [Fact]
    public void Recorded_programs_look_as_without_it_however_their_output_is_cut()
    {
        foreach (var recording in Directory.EnumerateFiles(Recordings(), "*.out"))
        {
            var output = File.ReadAllBytes(recording);
            var chance = new Random(7);
            for (var at = 0; at < output.Length;)
            {
                var length = Math.Min(chance.Next(1, 4000), output.Length - at);
                _fitted.Write(output.AsSpan(at, length));
                at += length;
                if (_fitted.Read(screen => screen.IsBetween))
                    Same(Path.GetFileName(recording));
            }

            Write("\ec\e[?1049l");
        }
    }

    [Fact]
    public void A_panel_stands_over_the_bottom_and_the_screen_comes_back_with_what_ran_meanwhile()
    {
        for (var line = 1; line <= 30; line++)
            Write($"line {line}\r\n");
        var before = _terminal.ScrollbackRows;

        _fitted.Show(new Look(["first", "second"], (1, 3), TakesKeys: true));
        _terminal.IsAlternate.Should().BeTrue();
        _terminal.Text(Rows - 3).Should().Be("first");
        _terminal.Text(Rows - 2).Should().Be("second");
        _terminal.Text(Rows - 1).Should().Be("● shared");
        (_terminal.CursorRow, _terminal.CursorColumn).Should().Be((Rows - 2, 3));
        for (var line = 31; line <= 40; line++)
            Write($"line {line}\r\n");
        _terminal.Text(0).Should().Be("line 21", "the program goes on above the panel");

        _fitted.Show(null);
        Same();
        _terminal.Text(Rows - 1).Should().Be("● shared");
        _terminal.ScrollbackRows.Should().Be(before + 10);
        _terminal.Text(-1).Should().Be("line 18");
    }

    [Fact]
    public void A_full_screen_program_that_began_below_a_panel_leaves_the_main_screen_as_it_was()
    {
        Write("prompt$ vim");
        _fitted.Show(new Look(["panel"]));
        Write("\e[?1049h\e[Hvim's screen");
        _fitted.Show(null);
        _terminal.Text(0).Should().Be("vim's screen");

        Write("\e[?1049l\r\nprompt$ ");
        Same();
        _terminal.Text(0).Should().Be("prompt$ vim");
    }

    [Fact]
    public void Titles_that_the_program_has_put_aside_are_there_once()
    {
        Write("\e]2;first\a\e[22;2t\e]2;second\a");
        _fitted.Show(new Look(["panel"]));
        _fitted.Show(null);
        _terminal.PushedTitles.Should().Equal("first");
        _terminal.Title.Should().Be("second");
    }

    [Fact]
    public void At_another_size_all_is_drawn_anew_and_at_the_end_the_terminal_is_the_programs()
    {
        Write("hello");
        _terminal.Resize(100, 30);
        _fitted.Resize(new(100, 29), new TerminalSize(100, 30));
        _terminal.Text(29).Should().Be("● shared");

        _fitted.End();
        _terminal.Text(29).Should().BeEmpty();
        _terminal.Text(0).Should().Be("hello");
        _terminal.ScrollRegion.Should().Be((0, 29));
        (_terminal.CursorRow, _terminal.CursorColumn).Should().Be((0, 5));
    }

    private void Write(string output) => _fitted.Write(Encoding.UTF8.GetBytes(output));

    private void Same(string because = "") => _fitted.Read(program =>
    {
        for (var row = 0; row < program.Rows; row++)
        {
            _terminal.Text(row).Should().Be(program.Text(row), "row {0} {1}", row, because);
            for (var column = 0; column < program.Columns; column++)
                if (_terminal[row, column] != program[row, column])
                    _terminal[row, column].Should().Be(program[row, column], "row {0}, column {1} {2}", row, column, because);
        }

        (_terminal.CursorRow, _terminal.CursorColumn).Should().Be((program.CursorRow, program.CursorColumn), because);
        return true;
    });

    private static string Recordings([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../Terminal.Tests/recordings"));
}
