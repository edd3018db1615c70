using System.Text;

namespace SessionShare.Terminal.Tests;

/// <summary>What xterm.js can't be asked: what it does not keep, and bounds.</summary>
public sealed class ScreenTests
{
    private readonly Screen _screen = new(80, 24);

    [Fact]
    public void Keyboard_flags_are_kept_for_each_screen()
    {
        Write("\e[>1u\e[>5u\e[?1049h\e[=8;2u");
        _screen.KeyboardFlags.Should().Be(8);

        Write("\e[?1049l");
        _screen.KeyboardFlags.Should().Be(5);

        Again().KeyboardFlags.Should().Be(5);
        Write("\e[<u");
        _screen.KeyboardFlags.Should().Be(1);
    }

    [Fact]
    public void Redefined_colours_are_in_the_keyframe_until_they_are_reset()
    {
        Write("\e]4;1;#f80;200;rgb:ffff/8080/0000\a\e]10;#112233;rgb:4/5/6\e\\\e]12;red\a");
        Keyframe().Should().Contain("\e]4;1;rgb:f0/80/00\a").And.Contain("\e]4;200;rgb:ff/80/00\a").And.Contain("\e]10;rgb:11/22/33\a").And.Contain("\e]11;rgb:44/55/66\a").And.NotContain("\e]12;");

        Write("\e]104;1\a\e]110\a");
        Keyframe().Should().NotContain("\e]4;1;").And.Contain("\e]4;200;").And.NotContain("\e]10;");
    }

    [Fact]
    public void Links_and_underlines_come_through_a_keyframe()
    {
        Write("\e[4:3;58:2::1:2:3mcurly\e[m \e]8;id=7;https://example.com/?a;b\e\\link\e]8;;\e\\");

        var again = Again();

        again[0, 0].Rendition.Should().Be(_screen[0, 0].Rendition).And.Match<Rendition>(rendition => rendition.Underline == Underline.Curly && rendition.UnderlineColour.Value == 0x010203);
        again.LinkOf(again[0, 6].Rendition.Link).Should().Be(new Link("id=7", "https://example.com/?a;b"));
        again[0, 5].Rendition.Link.Should().Be(0);
    }

    [Fact]
    public void Images_and_unknown_strings_are_swallowed_whole()
    {
        Write("a\ePq#0;2;0;0;0~~@@\e\\b\e_Gf=24;AAAA\e\\c\e]1337;File=:AAAA\ad\e^prïvate\e\\e\eX日本\e\\f\e[?9999;1$zg");

        _screen.Text(0).Should().Be("abcdefg");
    }

    [Fact]
    public void Large_screen_of_nothing_but_colours_has_a_keyframe_in_bounds()
    {
        var screen = new Screen(400, 400);
        var text = new StringBuilder();
        for (var behind = 0; behind < 2; behind++)
        {
            for (var cell = 0; cell < 160_000; cell++)
                text.Append($"\e[38;2;{cell & 255};{cell >> 8 & 255};{cell >> 16}mé");
            text.Append("\e[?1049h");
        }
        screen.Write(Encoding.UTF8.GetBytes(text.ToString()));

        KeyframeWriter.Write(screen).Length.Should().BeLessThanOrEqualTo(KeyframeWriter.MaxBytes).And.BeGreaterThan(600_000, "as much as fits is shown");
    }

    [Fact]
    public void Combining_character_without_room_for_what_it_combines_with_does_no_harm()
    {
        var narrow = new Screen(10, 2);
        narrow.Write("日"u8);
        narrow.Resize(2, 2);
        narrow.Write("\e[?7l\e[1;1H\u0301日\u0301"u8);
        narrow.Resize(3, 3);
        narrow.Write("\e[2;2H日日\u0301"u8);

        narrow.CursorColumn.Should().BeInRange(0, 2);
    }

    [Fact]
    public void Scrollback_is_bounded_by_rows_and_by_bytes()
    {
        Write(string.Concat(Enumerable.Range(0, 3000).Select(line => $"line {line}\r\n")));
        _screen.ScrollbackRows.Should().Be(1000);
        _screen.Text(-1).Should().Be("line 2976");

        var small = new Screen(80, 24, new ScreenLimits { ScrollbackBytes = 10 * 704 });
        small.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("line\r\n", 100))));
        small.ScrollbackRows.Should().Be(10);
    }

    [Fact]
    public void Output_costs_no_allocation()
    {
        var output = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(line => $"\e[3{line % 8}mline {line} 日本\e[m é\r\n")));
        _screen.Write(output);
        var before = GC.GetAllocatedBytesForCurrentThread();

        _screen.Write(output);

        // A collection that another test brings about counts what was left of this thread's piece of the heap, once and at most 8 KiB.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(16 * 1024);
    }

    private void Write(string output) => _screen.Write(Encoding.UTF8.GetBytes(output));

    private string Keyframe() => Encoding.UTF8.GetString(KeyframeWriter.Write(_screen));

    private Screen Again()
    {
        var again = new Screen(_screen.Columns, _screen.Rows);
        again.Write(KeyframeWriter.Write(_screen));
        return again;
    }
}
