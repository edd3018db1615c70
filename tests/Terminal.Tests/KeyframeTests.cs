using System.Text;
using SessionShare.Terminal.Fuzz;
using SessionShare.Terminal.Tests.Peer;
using Xunit.Abstractions;

namespace SessionShare.Terminal.Tests;

/// <summary>
/// A keyframe and the rest of the output leave the same terminal as all of the output, wherever the keyframe is taken. Soup and places are the same each
/// time; <c>SOUP_SEED=random</c> or a number makes others, <c>SOUP_COUNT</c> and <c>KEYFRAME_CUTS</c> more.
/// </summary>
public sealed class KeyframeTests(ITestOutputHelper output)
{
    private static readonly int Seed = Chance.Seed;
    private static readonly int Soups = Chance.Soups(300);
    private static readonly int Cuts = Chance.Count("KEYFRAME_CUTS", 16);

    [Fact]
    public async Task Keyframe_of_a_program_taken_at_any_byte_is_as_good_as_what_came_before()
    {
        var random = new Random(Seed);
        var cases = new List<(string, XtermCase)>();
        foreach (var (name, bytes) in Recordings.All)
            for (var cut = 0; cut < Cuts; cut++)
            {
                var at = random.Next(bytes.Length + 1);
                var rest = Math.Min(bytes.Length - at, random.Next(1500));
                cases.Add(($"{name} at {at}", Case(80, 24, bytes.AsSpan(0, at), bytes.AsSpan(at, rest), deep: true)));
            }

        await Compare(cases);
    }

    [Fact]
    public async Task Keyframe_of_escape_soup_taken_at_any_byte_is_as_good_as_what_came_before()
    {
        var random = new Random(Seed);
        var cases = new List<(string, XtermCase)>();
        for (var number = 0; number < Soups; number++)
        {
            var soup = new Soup(random);
            var bytes = Enumerable.Range(0, random.Next(5, 100)).Select(_ => soup.Piece()).Where(IsSameWithoutScrollback).SelectMany(piece => piece).ToArray();
            var at = random.Next(bytes.Length + 1);
            if (IsBeyondKeyframes(bytes.AsSpan(0, at)))
                continue;
            cases.Add(($"soup {number} at {at}: {Convert.ToBase64String(bytes)}", Case(40, 12, bytes.AsSpan(0, at), bytes.AsSpan(at), deep: false)));
        }

        await Compare(cases);
    }

    [Theory]
    [InlineData("\e)0\e[40Gg\u000e")]
    [InlineData("\e[?1047h\e)0\e[40Gg\u000e")]
    public async Task Keyframe_taken_behind_a_last_character_that_the_charset_lacks_is_as_good(string before) =>
        await Compare([(before, Case(40, 12, Encoding.UTF8.GetBytes(before), "lq"u8, deep: false))]);

    /// <summary>In xterm.js the saved cursor moves when the scrollback is erased; a keyframe brings none.</summary>
    private static bool IsSameWithoutScrollback(byte[] piece) => !piece.AsSpan().SequenceEqual("\e[3J"u8);

    /// <summary>What docs/terminal.md says that no keyframe carries.</summary>
    private static bool IsBeyondKeyframes(ReadOnlySpan<byte> before)
    {
        var screen = new Screen(40, 12);
        screen.Write(before);
        var (inside, row) = (screen.Inside, screen.Inside.Active.Row(screen.CursorRow));
        var last = row[row.Columns - 1];
        var wrapPendingBehindNothing = screen.IsAlternate && screen.IsWrapPending && !last.HasContent && last.Width == 1 && row.Cells.IndexOfAnyExcept(last) >= 0;
        var charsetWithoutSource = inside.Charset != inside.Charsets[inside.Shift]
            && (inside.Charset != inside.Active.Saved.Charset || (screen.IsAlternate && screen.IsWrapPending));
        var hiddenWide = !screen.Modes.Wraparound && inside.LastWidth == 2 && !(inside.Active.X >= 2 && row[inside.Active.X - 2] is { HasContent: true, Width: 2 });
        return wrapPendingBehindNothing || charsetWithoutSource || hiddenWide || IsBeyond(screen.Inside.Main) || (screen.IsAlternate && IsBeyond(screen.Inside.Alternate));

        static bool IsBeyond(Grid grid) => grid.Row(0).IsWrapped || Enumerable.Range(0, grid.Rows).Any(row => HasHalves(grid.Row(row)));

        static bool HasHalves(Row row) => Enumerable.Range(0, row.Columns).Any(column => row[column].IsRightHalf
            ? column == 0 || row[column - 1].Width != 2
            : column > 0 && row[column - 1].Width == 2) || row[row.Columns - 1].Width == 2;
    }

    private static XtermCase Case(int columns, int rows, ReadOnlySpan<byte> before, ReadOnlySpan<byte> rest, bool deep)
    {
        var screen = new Screen(columns, rows);
        screen.Write(before);
        byte[] keyframe = KeyframeWriter.Write(screen);
        return new XtermCase(columns, rows, [XtermCase.Bytes([.. before, .. rest])], [XtermCase.Bytes([.. keyframe, .. rest])], deep);
    }

    private async Task Compare(List<(string Name, XtermCase Case)> cases)
    {
        output.WriteLine($"SOUP_SEED={Seed} SOUP_COUNT={Soups} KEYFRAME_CUTS={Cuts}");
        var answers = await Xterm.Run([.. cases.Select(one => one.Case)]);
        var differences = cases.Zip(answers).Where(pair => pair.Second.Difference is not null).Select(pair => $"{pair.First.Name}\n{pair.Second.Difference}").ToList();
        output.WriteLine($"{cases.Count - differences.Count} of {cases.Count} keyframes as good as what came before");
        differences.Take(4).Should().BeEmpty();
    }
}
