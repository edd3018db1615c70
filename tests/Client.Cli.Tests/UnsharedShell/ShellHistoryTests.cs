using System.Text;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.UnsharedShell;

public sealed class ShellHistoryTests
{
    private const int Keep = 4096;

    private readonly ShellHistory _history = new(Keep, new TerminalSize(80, 24));
    private int _second;

    [Fact]
    public void A_story_from_a_block_on_begins_with_the_size_and_that_block()
    {
        Write("$ ");
        Block("ls", "a\r\n");
        Block("pwd", "/tmp\r\n");

        var told = _history.From(2)!;

        told.Select(piece => piece.Kind).Should().Equal(FrameKind.Resize, FrameKind.BlockStart, FrameKind.Output, FrameKind.BlockEnd);
        OutputOf(told).Should().Be("/tmp\r\n");
        told.Select(piece => piece.At).Should().BeInAscendingOrder();
    }

    [Fact]
    public void Everything_is_told_from_the_start_in_order_with_its_times()
    {
        Write("$ ");
        Block("ls", "a\r\n");
        _history.Resize(new TerminalSize(100, 30), At());
        Block("pwd", "/tmp\r\n");

        var told = _history.From(null)!;

        OutputOf(told).Should().Be("$ a\r\n/tmp\r\n");
        told[0].Payload.ToArray().Should().Equal(new TerminalSize(80, 24).ToPayload());
        told.Count(piece => piece.Kind == FrameKind.Resize).Should().Be(2);
    }

    [Fact]
    public void A_block_begins_with_the_size_and_the_prompt_that_it_had()
    {
        _history.Resize(new TerminalSize(100, 30), At());
        _history.Start("ls", "/", "$ ls\r\n"u8.ToArray(), At());
        Write("a\r\n");

        var told = _history.From(1)!;

        told[0].Payload.ToArray().Should().Equal(new TerminalSize(100, 30).ToPayload());
        OutputOf(told).Should().Be("$ ls\r\na\r\n");
        OutputOf(_history.From(null)!).Should().Be("a\r\n", "in the middle of a story the prompt itself stands there");
    }

    [Fact]
    public void When_full_the_oldest_whole_blocks_are_dropped_and_said_to_be()
    {
        for (var number = 1; number <= 5; number++)
            Block($"command {number}", new string('x', 1000) + "\n");

        _history.From(1).Should().BeNull();
        _history.Blocks[0].Holding.Should().Be(Holding.Nothing);
        _history.Blocks[4].Holding.Should().Be(Holding.Whole);
        _history.HasDropped.Should().BeTrue();
        _history.OutputBytes.Should().BeLessThanOrEqualTo(Keep);
        OutputOf(_history.From(5)!).Should().HaveLength(1001);
    }

    [Fact]
    public void Of_a_block_too_big_alone_the_head_is_dropped_up_to_a_line_and_the_bytes_are_told()
    {
        Block("small", "a\n");
        _history.Start("big", null, [], At());
        var all = string.Concat(Enumerable.Range(0, 2000).Select(line => $"line {line}\n"));
        foreach (var piece in all.Chunk(37))
            Write(new string(piece));

        var told = _history.From(2)!;

        var output = OutputOf(told);
        all.Should().EndWith(output);
        output.Should().StartWith("line ");
        output.Length.Should().BeInRange(Keep / 8, Keep, "small pieces cost more than their bytes");
        var skipped = told.Single(piece => piece.Kind == FrameKind.Skipped);
        BitConverter.ToInt64(skipped.Payload.Span).Should().Be(all.Length - output.Length);
        _history.Blocks[1].Should().Match<HeldBlock>(block => block.Holding == Holding.Tail && block.Bytes == all.Length);
        _history.Blocks[0].Holding.Should().Be(Holding.Nothing);
    }

    [Fact]
    public void Many_tiny_writes_far_apart_are_bounded_too()
    {
        _history.Start("slow", null, [], At());
        for (var write = 0; write < 10_000; write++)
            Write(".");

        _history.From(null)!.Count.Should().BeLessThan(Keep / 40);
    }

    [Fact]
    public void Bytes_from_each_block_on_are_known()
    {
        Block("a", "123");
        Block("b", "45");

        _history.BytesFrom().Should().Equal(new Dictionary<int, long> { [2] = 2, [1] = 5 });
    }

    [Fact]
    public void A_block_still_open_when_the_next_one_starts_has_ended_with_an_unknown_code()
    {
        _history.Start("a", null, [], At());
        _history.Start("b", null, [], At());

        _history.Blocks[0].Should().Match<HeldBlock>(block => block.EndedAt != null && block.ExitCode == null);
        _history.Running!.Number.Should().Be(2);
    }

    [Theory]
    [InlineData("now")]
    [InlineData("start")]
    [InlineData("block:7")]
    public void Start_points_read_as_they_are_written(string text) => $"{StartPoint.Parse(text).Value}".Should().Be(text);

    [Theory]
    [InlineData("")]
    [InlineData("later")]
    [InlineData("block:")]
    [InlineData("block:0")]
    [InlineData("block:-1")]
    [InlineData("block: 1")]
    [InlineData("Block:1")]
    public void Other_start_points_are_refused_saying_what_is_right(string text)
    {
        var (point, fault) = StartPoint.Parse(text);

        point.Should().BeNull();
        fault.Should().Contain($"'{text}'").And.Contain("block:N");
    }

    [Fact]
    public void Choices_say_why_they_cannot_be_chosen()
    {
        for (var number = 1; number <= 5; number++)
            Block($"command {number}", new string('x', 1000) + "\n");

        var choices = StartChoices.Of(_history, nowBytes: 0, At(), limit: 1500);

        choices.Select(choice => choice.From).Should().Equal("now", "start", "block:5", "block:4", "block:3", "block:2", "block:1");
        choices[0].WhyNot.Should().BeNull();
        choices[1].WhyNot.Should().Contain("1,500");
        choices[2].Should().Match<StartChoice>(choice => choice.WhyNot == null && choice.Bytes == 1001);
        choices[3].WhyNot.Should().Contain("over the session size limit");
        choices[6].WhyNot.Should().Contain("dropped");
    }

    [Fact]
    public void A_block_that_is_not_there_is_named()
    {
        Block("a", "1");

        StartChoices.WhyNot(_history, new StartPoint.FromBlock(9), 0, null).Should().Contain("no block 9 yet");
        StartChoices.WhyNot(_history, new StartPoint.FromBlock(1), 1, null).Should().BeNull();
    }

    private void Block(string command, string output)
    {
        _history.Start(command, "/", [], At());
        Write(output);
        _history.End(0, At());
    }

    private void Write(string text) => _history.Output(Encoding.UTF8.GetBytes(text), At());

    private TimeSpan At() => TimeSpan.FromSeconds(_second++);

    private static string OutputOf(IEnumerable<HeldPiece> pieces) =>
        string.Concat(pieces.Where(piece => piece.Kind == FrameKind.Output).Select(piece => Encoding.UTF8.GetString(piece.Payload.Span)));
}
