using System.Text;
using SessionShare.Cli.Panels;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Cli.UnsharedShell.Picking;
using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.UnsharedShell;

public sealed class StartPickerTests
{
    private readonly StartPicker _picker = new(
        [
            new("now", "the prompt", 0, 0, null, null),
            new("start", "everything held", 500, 90, "500 bytes are over the session size limit of 100 bytes.", null),
            new("block:2", "make", 20, 30, null, null),
            new("block:1", "ls", 0, 60, "already dropped", null),
        ],
        Role.None);

    [Theory]
    [InlineData("\e[B\r", "block:2")]
    [InlineData("\eOB\r", "block:2")]
    [InlineData("jj\r", "block:2")]
    [InlineData("\e[1;1B\e[13u", "block:2")]
    [InlineData("\e[B\e[A\r", "now")]
    [InlineData("\r", "now")]
    public void Arrows_pass_over_what_cannot_be_chosen(string keys, string chosen)
    {
        Take(_picker, keys).Should().Be(Picked.Chosen);
        _picker.Choice!.From.Should().Be(chosen);
    }

    [Theory]
    [InlineData("\e")]
    [InlineData("q")]
    [InlineData("\x03")]
    [InlineData("\e[27u")]
    public void Leaving_chooses_nothing(string keys) => Take(_picker, keys).Should().Be(Picked.Nothing);

    [Fact]
    public void The_page_shows_bytes_age_and_why_not_in_grey()
    {
        Take(_picker, "l");
        var screen = new Screen(100, 12);
        screen.Write(PickerPage.Draw(_picker, 100, 12));

        var rows = Enumerable.Range(0, 12).Select(row => screen.Text(row)).ToList();
        rows.Should().Contain(row => row.Contains("▸ now") && row.Contains("the prompt"));
        rows.Should().Contain(row => row.Contains("block:2") && row.Contains("20 B") && row.Contains("30 s ago") && row.Contains("make"));
        var dropped = rows.FindIndex(row => row.Contains("already dropped"));
        screen[dropped, 2].Rendition.Foreground.Should().Be(new Colour(ColourKind.Basic, 8));
        rows[^1].Should().Contain("may watch");
    }

    [Fact]
    public void A_page_lower_than_the_list_shows_the_part_around_the_chosen_line()
    {
        var picker = new StartPicker([.. Enumerable.Range(1, 50).Select(number => new StartChoice($"block:{number}", "x", 1, 1, null, null))], Role.None);
        Take(picker, string.Concat(Enumerable.Repeat("\e[B", 30)));
        var screen = new Screen(60, 10);
        screen.Write(PickerPage.Draw(picker, 60, 10));

        Enumerable.Range(0, 10).Should().Contain(row => screen.Text(row).Contains("▸ block:31"));
    }

    private static Picked Take(StartPicker picker, string keys) =>
        new KeyReader().Read(Encoding.ASCII.GetBytes(keys)).Select(picker.Take).FirstOrDefault(picked => picked != Picked.NotYet);
}
