using System.Text.Json;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Review.Casts;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Review;

public sealed class CastTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_written_is_read_again(int version)
    {
        CastEvent[] events =
        [
            new CastEvent.Output(TimeSpan.Zero, "\e[31mred\e[0m grüße 漢字 🙂\r\n"),
            new CastEvent.Marker(TimeSpan.FromMilliseconds(1500), "echo \"quoted\""),
            new CastEvent.Resize(TimeSpan.FromMilliseconds(1500), new TerminalSize(120, 40)),
            new CastEvent.Output(TimeSpan.FromMicroseconds(90_000_000_001), "late"),
        ];
        await Write(version, events);

        var read = await CastFile.Open(_path, default);

        read.Header.Should().Be(new CastHeader(new TerminalSize(80, 24), null, "a title"));
        (await read.Events.ToListAsync()).Should().Equal(events);
    }

    [Fact]
    public async Task Version_2_says_when_and_version_3_how_long_after()
    {
        CastEvent[] events = [.. Enumerable.Range(1, 3).Select(number => new CastEvent.Output(TimeSpan.FromSeconds(number * 1.25), "x"))];
        (await Write(2, events)).Skip(1).Select(Seconds).Should().Equal(1.25, 2.5, 3.75);
        (await Write(3, events)).Skip(1).Select(Seconds).Should().Equal(1.25, 1.25, 1.25);
    }

    [Fact]
    public async Task Small_steps_do_not_add_up_to_an_error()
    {
        CastEvent[] events = [.. Enumerable.Range(1, 9999).Select(number => new CastEvent.Output(TimeSpan.FromTicks(number * 3333), "x"))];
        (await Write(3, events)).Skip(1).Sum(Seconds).Should().BeApproximately(9999 * 3333 / (double)TimeSpan.TicksPerSecond, 0.000_002);
    }

    [Fact]
    public async Task Comments_and_unknown_events_are_passed_over()
    {
        await File.WriteAllTextAsync(_path, """
            {"version": 3, "term": {"cols": 40, "rows": 5}}
            # a comment
            [1, "i", "typed"]
            [1, "o", "shown"]
            [1, "x", "0"]
            """);
        (await (await CastFile.Open(_path, default)).Events.ToListAsync()).Should().Equal(new CastEvent.Output(TimeSpan.FromSeconds(2), "shown"));
    }

    [Theory]
    [InlineData("", "line 1: it is empty")]
    [InlineData("hello", "line 1: it is no asciicast header")]
    [InlineData("{\"version\": 1, \"width\": 80}", "line 1: its version is 1, and 2 and 3 can be played")]
    [InlineData("{\"version\": 2, \"width\": 80}", "line 1: it is no asciicast header")]
    [InlineData("{\"version\": 2, \"width\": 80, \"height\": 0}", "line 1: its size is 80x0")]
    [InlineData("{\"version\": 2, \"width\": 80, \"height\": 24}\n[1, \"o\"]", "line 2: it is no event")]
    [InlineData("{\"version\": 2, \"width\": 80, \"height\": 24}\n\n[1, \"o\", \"x\"]\n{}", "line 4: it is no event")]
    public async Task File_that_is_no_recording_is_told_its_line(string text, string why)
    {
        await File.WriteAllTextAsync(_path, text);
        var play = async () => await (await CastFile.Open(_path, default)).Events.ToListAsync();
        (await play.Should().ThrowAsync<CliFailure>()).Which.Message.Should().Contain(why);
    }

    private async Task<string[]> Write(int version, CastEvent[] events)
    {
        var text = new StringWriter();
        await new CastWriter(text, version).Write(new Cast(new CastHeader(new TerminalSize(80, 24), DateTimeOffset.UnixEpoch, "a title"), events.ToAsyncEnumerable()));
        await File.WriteAllTextAsync(_path, text.ToString());
        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static double Seconds(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement[0].GetDouble();
    }
}
