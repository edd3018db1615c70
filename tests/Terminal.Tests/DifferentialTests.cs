using System.Globalization;
using SessionShare.Terminal.Fuzz;
using SessionShare.Terminal.Tests.Peer;
using Xunit.Abstractions;

namespace SessionShare.Terminal.Tests;

/// <summary>The screen against xterm.js, cell by cell, with cursor, modes and all else that is kept. What differs on purpose: docs/terminal.md.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("SOUP_SEED"), out var seed) ? seed : Random.Shared.Next();
    private static readonly int Soups = int.TryParse(Environment.GetEnvironmentVariable("SOUP_COUNT"), out var count) ? count : 400;

    [Fact]
    public async Task Recorded_programs_leave_the_same_screen_at_every_step()
    {
        var cases = new List<(string Name, Action<Screen> Act, XtermCase Case)>();
        foreach (var (name, bytes) in Recordings.All)
            for (var step = 1; step <= 16; step++)
            {
                var piece = bytes[..(bytes.Length * step / 16)];
                cases.Add(($"{name} at {piece.Length}", screen => screen.Write(piece), new XtermCase(80, 24, [XtermCase.Bytes(piece)], Deep: true)));
            }

        await Compare(cases, 80, 24, deep: true);
    }

    [Fact]
    public async Task Escape_soup_leaves_the_same_screen()
    {
        output.WriteLine($"SOUP_SEED={Seed} SOUP_COUNT={Soups}");
        var random = new Random(Seed);
        var cases = new List<(string Name, Action<Screen> Act, XtermCase Case)>();
        for (var number = 0; number < Soups; number++)
        {
            var soup = new Soup(random);
            var bytes = Enumerable.Range(0, random.Next(5, 150)).SelectMany(_ => soup.Piece()).ToArray();
            cases.Add(($"soup {number} of seed {Seed}", screen => screen.Write(bytes), new XtermCase(40, 12, [XtermCase.Bytes(bytes)])));
        }

        await Compare(cases, 40, 12, deep: false);
    }

    [Fact]
    public async Task Resizing_lets_lines_flow_as_a_viewer_does()
    {
        output.WriteLine($"SOUP_SEED={Seed} SOUP_COUNT={Soups}");
        var random = new Random(Seed);
        var cases = new List<(string Name, Action<Screen> Act, XtermCase Case)>();
        for (var number = 0; number < Soups; number++)
        {
            var soup = new Soup(random);
            var (steps, acts) = (new List<object>(), new List<Action<Screen>>());
            for (var step = random.Next(1, 6); step > 0; step--)
            {
                var bytes = Enumerable.Range(0, random.Next(5, 60)).Select(_ => soup.Piece()).Where(StaysOnMain).SelectMany(piece => piece).ToArray();
                var (columns, rows) = (random.Next(3, 90), random.Next(2, 30));
                steps.AddRange([XtermCase.Bytes(bytes), XtermCase.Size(columns, rows)]);
                acts.AddRange([screen => screen.Write(bytes), screen => screen.Resize(columns, rows)]);
            }
            cases.Add(($"resized soup {number} of seed {Seed}", screen => acts.ForEach(act => act(screen)), new XtermCase(40, 12, steps)));
        }

        await Compare(cases, 40, 12, deep: false);

        // xterm.js keeps the cells that a narrower alternate screen hides; we do not.
        static bool StaysOnMain(byte[] piece) => !(piece is [(byte)'\e', (byte)'[', (byte)'?', ..] && (piece.AsSpan().IndexOf("47"u8) > 0 || piece.AsSpan().IndexOf("1049"u8) > 0));
    }

    private async Task Compare(List<(string Name, Action<Screen> Act, XtermCase Case)> cases, int columns, int rows, bool deep)
    {
        var answers = await Xterm.Run([.. cases.Select(one => one.Case)]);

        var differences = new List<string>();
        var (same, all) = (0L, 0L);
        foreach (var (one, answer) in cases.Zip(answers))
        {
            var screen = new Screen(columns, rows);
            one.Act(screen);
            var (expected, seen) = (answer.Dump!.Split('\n'), ScreenDump.Of(screen, deep).Split('\n'));
            var different = Math.Abs(expected.Length - seen.Length) + expected.Zip(seen).Count(pair => pair.First != pair.Second);
            (same, all) = (same + expected.Length - different, all + expected.Length);
            if (different > 0)
                differences.Add($"{one.Name}:\n" + string.Join('\n', expected.Zip(seen).Where(pair => pair.First != pair.Second).Take(4).Select(pair => $"  xterm  {pair.First}\n  screen {pair.Second}")));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{same} of {all} rows and states equal ({100.0 * same / all:0.000} %)"));
        differences.Take(5).Should().BeEmpty();
    }
}
