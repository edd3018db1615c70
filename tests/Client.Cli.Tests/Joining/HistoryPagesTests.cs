using System.Buffers;
using System.Text;
using Orleans.InProcess.Tests;
using SessionShare.Cli.Joining;
using SessionShare.Protocol;
using SessionShare.Terminal;
using Screen = SessionShare.Terminal.Screen;

namespace SessionShare.Cli.Tests.Joining;

/// <summary>What scrolled out long ago, drawn anew from keyframe to keyframe, is what a screen without end would still have.</summary>
public sealed class HistoryPagesTests
{
    private static readonly ScreenLimits Endless = new() { ScrollbackRows = 100_000, ScrollbackBytes = 512 * 1024 * 1024 };

    private readonly List<FrameRun> _log = [];
    private readonly List<(long First, long Last)> _keyframes = [];
    private readonly Screen _sharer = new(20, 6);
    private readonly Screen _endless = new(20, 6, Endless);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 7)]
    [InlineData(3, 1000)]
    public async Task Pages_put_together_are_all_that_scrolled_out(int seed, int shown)
    {
        var random = new Random(seed);
        Add(FrameKind.Resize, new Protocol.TerminalSize(20, 6).ToPayload());
        Keyframe();
        for (var step = 0; step < 600; step++)
        {
            Output(random.Next(12) switch
            {
                // Left without having been entered, it would put the cursor where the length of the scrollback says.
                0 or 1 => _sharer.IsAlternate ? "\e[?1049l" : "\e[?1049h\e[2Jin front\r\n",
                2 => "\e[H\e[2J",
                3 => $"{new string('x', random.Next(1, 70))}{step}\r\n",
                4 => string.Concat(Enumerable.Range(0, random.Next(1, 200)).Select(line => $"many {step}.{line}\r\n")),
                5 => "日本語\e[31mred\e[0m\r\n",
                _ => $"line {step}\r\n",
            });
            if (random.Next(40) == 0)
                Keyframe();
        }
        if (_sharer.IsAlternate)
            Output("\e[?1049l");

        var pages = new HistoryPages(Read, _log[^1].Last, shown, new FakeTimeProvider());
        var rows = new List<string>();
        while (await pages.Older(CancellationToken.None) is { Count: > 0 } page)
            rows.InsertRange(0, page.Select(line => line.Text));

        var all = Enumerable.Range(-_endless.ScrollbackRows, _endless.ScrollbackRows).Select(_endless.Text).ToList();
        _keyframes.Count.Should().BeGreaterThan(5);
        var wanted = all[..^Math.Min(shown, all.Count)];
        var other = Enumerable.Range(0, Math.Min(rows.Count, wanted.Count)).FirstOrDefault(row => rows[row] != wanted[row], -1);
        other.Should().Be(-1, "of {0} rows and {1}, {2} should be {3}", rows.Count, wanted.Count, string.Join('|', rows.Skip(other - 2).Take(6)), string.Join('|', wanted.Skip(other - 2).Take(6)));
        rows.Should().HaveCount(wanted.Count);
        (await pages.Older(CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task Rows_flow_anew_with_a_size_and_none_is_lost_or_doubled()
    {
        Keyframe();
        Output(string.Concat(Enumerable.Range(0, 30).Select(line => $"before {line:00} {new string('=', 20)}\r\n")));
        Resize(40, 8);
        Output(string.Concat(Enumerable.Range(0, 30).Select(line => $"between {line:00}\r\n")));
        Resize(15, 4);
        Output("end\r\n");

        var pages = new HistoryPages(Read, _log[^1].Last, 0, new FakeTimeProvider());
        var rows = new List<string>();
        while (await pages.Older(CancellationToken.None) is { Count: > 0 } page)
            rows.InsertRange(0, page.Select(line => line.Text));

        var text = string.Concat(rows.Concat(Enumerable.Range(0, _sharer.Rows).Select(_sharer.Text)).Select(row => row.TrimEnd() + " "));
        foreach (var number in Enumerable.Range(0, 30))
        {
            text.Split($"before {number:00}").Should().HaveCount(2);
            text.Split($"between {number:00}").Should().HaveCount(2);
        }
    }

    [Fact]
    public async Task Log_without_keyframes_is_read_from_its_start()
    {
        Add(FrameKind.Resize, new Protocol.TerminalSize(20, 6).ToPayload());
        Output(string.Concat(Enumerable.Range(0, 100).Select(line => $"{line}\r\n")));
        var page = await new HistoryPages(Read, _log[^1].Last, 10, new FakeTimeProvider()).Older(CancellationToken.None);
        page.Select(line => line.Text).Should().Equal(Enumerable.Range(0, 85).Select(line => $"{line}"));
    }

    private void Output(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _sharer.Write(bytes);
        _endless.Write(bytes);
        Add(FrameKind.Output, bytes);
    }

    private void Resize(int columns, int rows)
    {
        _sharer.Resize(columns, rows);
        Add(FrameKind.Resize, new Protocol.TerminalSize(columns, rows).ToPayload());
        Keyframe();
    }

    private void Keyframe()
    {
        var first = _log.Count + 1;
        foreach (var part in KeyframePart.Payloads(new(_sharer.Columns, _sharer.Rows), KeyframeWriter.Write(_sharer)))
            Add(FrameKind.Keyframe, part);
        _keyframes.Add((first, _log.Count));
    }

    private void Add(FrameKind kind, ReadOnlyMemory<byte> payload)
    {
        var encoded = new ArrayBufferWriter<byte>();
        FrameCodec.Write(encoded, kind, 0, payload.Span);
        _log.Add(new FrameRun(_log.Count + 1, 1, encoded.WrittenMemory));
    }

    /// <summary>As a gateway answers, some frames at once.</summary>
    private Task<FrameRun?> Read(long after, long through, bool keyframe, CancellationToken cancellationToken)
    {
        if (keyframe && _keyframes.FindLast(mark => mark.Last <= after) is { First: > 0 } mark)
            after = mark.First - 1;
        List<FrameRun> runs = [.. _log.Skip((int)after).Take((int)Math.Min(7, through - after))];
        return Task.FromResult<FrameRun?>(runs.Count == 0 ? null : FrameRuns.Join(runs));
    }
}
