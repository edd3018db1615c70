using System.Text;
using SessionShare.Cli.Sharing;
using SessionShare.Client;
using SessionShare.Client.Tests;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sharing;

/// <summary>What leaves the machine around a pause.</summary>
public sealed class PauseTests : IAsyncLifetime
{
    private readonly FakeGateway _gateway = new();
    private SharedSession _session = null!;
    private FakeSharerConnection _server = null!;
    private SessionFeed _feed = null!;

    public async Task InitializeAsync()
    {
        var options = new ShareOptions { Servers = [new("http://host/")], Session = SessionId.Of(new byte[16]), Title = "t", Size = new(80, 24) };
        var sharing = SharedSession.Share(_gateway, options, CancellationToken.None);
        _server = await _gateway.NextSharer();
        await _server.Answer(next: 1);
        _session = await sharing.Soon();
        _feed = new SessionFeed(_session);
        _feed.Resize(new(80, 24));
        _feed.BlockStart(new BlockStart(1, "make", null));
        _feed.Output("before"u8);
    }

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public async Task Nothing_that_happens_in_a_pause_is_told_and_the_screen_of_then_is_behind_it()
    {
        _feed.TurnPause().Should().BeTrue();
        _feed.Output("\e[2J\e[Hhidden\e[2J\e[H"u8);
        _feed.Resize(new(100, 30));
        _feed.BlockEnd(new BlockEnd(1, 0));
        _feed.BlockStart(new BlockStart(2, "cat secrets", null));
        _feed.Output("shown"u8);
        _feed.BlockEnd(new BlockEnd(2, 0));
        _feed.KeyframeWanted();
        _feed.IsPaused.Should().BeTrue();
        _feed.TurnPause().Should().BeFalse();
        _feed.BlockStart(new BlockStart(3, "ls", null));
        _feed.Output("after"u8);

        var told = await Until(frame => frame.Kind == FrameKind.Output && Text(frame) == "after");

        told.Select(frame => frame.Kind).Should().ContainInOrder(
            FrameKind.Resize, FrameKind.Keyframe, FrameKind.BlockStart, FrameKind.Output, FrameKind.Paused, FrameKind.Resumed, FrameKind.BlockEnd, FrameKind.Resize, FrameKind.Keyframe, FrameKind.BlockStart, FrameKind.Output);
        var all = string.Concat(told.Select(Text));
        all.Should().Contain("shown").And.NotContain("hidden").And.NotContain("cat secrets");
        told.Count(frame => frame.Kind == FrameKind.BlockEnd).Should().Be(1, "of what began in the pause nothing is told");
        Protocol.TerminalSize.TryRead(told.Last(frame => frame.Kind == FrameKind.Resize).Payload.Span, out var size).Should().BeTrue();
        size.Should().Be(new Protocol.TerminalSize(100, 30));
    }

    [Fact]
    public void Once_sharing_is_over_there_is_nothing_to_pause()
    {
        _feed.Close();
        _feed.TurnPause().Should().BeFalse();
        _feed.IsPaused.Should().BeFalse();
    }

    private async Task<List<Frame>> Until(Func<Frame, bool> last)
    {
        var told = new List<Frame>();
        while (told.Count == 0 || !last(told[^1]))
        {
            var append = await _server.NextAppend();
            foreach (var frame in append.Run)
                told.Add(frame);
            _server.Say(new ControlItem { Appended = append.Run.Last });
        }

        return told;
    }

    private static string Text(Frame frame) => Encoding.UTF8.GetString(frame.Payload.Span);
}
