using System.Globalization;
using System.Text;
using SessionShare.Terminal.Fuzz;
using SessionShare.Terminal.Tests.Peer;
using Xunit.Abstractions;

namespace SessionShare.Terminal.Tests;

/// <summary>
/// The screen against xterm.js, cell by cell, with cursor, modes and all else that is kept. What differs on purpose: docs/terminal.md. The soup is the same
/// each time; <c>SOUP_SEED=random</c> or a number makes other soup, <c>SOUP_COUNT</c> more of it.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private static readonly int Seed = Chance.Seed;
    private static readonly int Soups = Chance.Soups(400);

    /// <summary>What soup has found, made as short as it gets: a size, and bytes or sizes that follow.</summary>
    private static readonly (string Name, int Columns, int Rows, object[] Steps)[] Found =
    [
        ("combined characters of a line that flows anew", 40, 4, ["\e(0\e[3;1He\u0301\e[?1048l\nthe quick brown fox jumps over the lazy d\te\u0301\e[999;999H", (32, 2)]),
        ("saved cursor below an empty row that continues one out of sight", 10, 2, ["\e[2;1Habcdefghijk\n\e[3J\e[1;1H\e[X\e[2;3H\e7", (5, 2)]),
        ("alignment pattern in origin mode on the alternate screen", 10, 6, ["\e[?1049h\e[3;5r\e[?6h\e#8"]),
        ("more code points than a cell has", 3, 2, ["\e[?7lｆ\u0301\e[72b"]),
        ("combining character in a wide one that a resize put before the cursor", 12, 2, ["\r\n日日日日日日\e[u#@[\\]\e[91;4m👩‍👩‍👧\u00a0", (10, 3), "\u200b"]),
        ("wide character that one resize cuts and the next flows together with nothing", 6, 2, ["日日日日", (5, 2), "\e[2;1H\e[2X\n", (6, 2)]),
    ];

    [Fact]
    public async Task What_once_differed_does_not_differ_any_more()
    {
        var cases = new List<(string Name, XtermCase Case)>();
        foreach (var (name, columns, rows, steps) in Found)
            cases.Add((name, new XtermCase(columns, rows, [.. steps.Select(step => step is (int wide, int high) ? XtermCase.Size(wide, high) : XtermCase.Bytes(Encoding.UTF8.GetBytes((string)step)))])));

        await Compare(cases);
    }

    [Fact]
    public async Task Recorded_programs_leave_the_same_screen_at_every_step()
    {
        var cases = new List<(string Name, XtermCase Case)>();
        foreach (var (name, bytes) in Recordings.All)
            for (var step = 1; step <= 16; step++)
            {
                var piece = bytes[..(bytes.Length * step / 16)];
                cases.Add(($"{name} at {piece.Length}", new XtermCase(80, 24, [XtermCase.Bytes(piece)], Deep: true)));
            }

        await Compare(cases);
    }

    [Fact]
    public async Task Escape_soup_leaves_the_same_screen()
    {
        output.WriteLine($"SOUP_SEED={Seed} SOUP_COUNT={Soups}");
        var random = new Random(Seed);
        var cases = new List<(string Name, XtermCase Case)>();
        for (var number = 0; number < Soups; number++)
        {
            var soup = new Soup(random);
            var bytes = Enumerable.Range(0, random.Next(5, 150)).SelectMany(_ => soup.Piece()).ToArray();
            cases.Add(($"soup {number} of seed {Seed}", new XtermCase(40, 12, [XtermCase.Bytes(bytes)])));
        }

        await Compare(cases);
    }

    [Fact]
    public async Task Resizing_lets_lines_flow_as_a_viewer_does()
    {
        output.WriteLine($"SOUP_SEED={Seed} SOUP_COUNT={Soups}");
        var random = new Random(Seed);
        var cases = new List<(string Name, XtermCase Case)>();
        for (var number = 0; number < Soups; number++)
        {
            var soup = new Soup(random);
            var steps = new List<object>();
            for (var step = random.Next(1, 6); step > 0; step--)
            {
                var bytes = Enumerable.Range(0, random.Next(5, 60)).Select(_ => soup.Piece()).Where(StaysOnMain).SelectMany(piece => piece).ToArray();
                var (columns, rows) = (random.Next(3, 90), random.Next(2, 30));
                steps.AddRange([XtermCase.Bytes(bytes), XtermCase.Size(columns, rows)]);
            }
            cases.Add(($"resized soup {number} of seed {Seed}", new XtermCase(40, 12, steps)));
        }

        await Compare(cases);

        // xterm.js keeps the cells that a narrower alternate screen hides; we do not.
        static bool StaysOnMain(byte[] piece) => !(piece is [(byte)'\e', (byte)'[', (byte)'?', ..] && (piece.AsSpan().IndexOf("47"u8) > 0 || piece.AsSpan().IndexOf("1049"u8) > 0));
    }

    private async Task Compare(List<(string Name, XtermCase Case)> cases)
    {
        var answers = await Xterm.Run([.. cases.Select(one => one.Case)]);

        var differences = new List<string>();
        var (same, all) = (0L, 0L);
        foreach (var (one, answer) in cases.Zip(answers).Where(pair => pair.Second.Fault is null))
        {
            var (expected, seen) = (answer.Dump!.Split('\n'), ScreenDump.Of(one.Case.OnScreen(), one.Case.Deep).Split('\n'));
            var different = Math.Abs(expected.Length - seen.Length) + expected.Zip(seen).Count(pair => pair.First != pair.Second);
            (same, all) = (same + expected.Length - different, all + expected.Length);
            if (different > 0)
                differences.Add($"{one.Name}:\n" + string.Join('\n', expected.Zip(seen).Where(pair => pair.First != pair.Second).Take(4).Select(pair => $"  xterm  {pair.First}\n  screen {pair.Second}")));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{same} of {all} rows and states equal ({100.0 * same / all:0.000} %)"));
        if (answers.Count(answer => answer.Fault is not null) is > 0 and var faults)
            output.WriteLine($"xterm.js failed in {faults}");
        differences.Take(5).Should().BeEmpty();
    }
}
