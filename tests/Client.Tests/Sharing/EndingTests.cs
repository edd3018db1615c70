using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

public sealed class EndingTests
{
    private readonly FakeGateway _gateway = new();
    private readonly FakeTime _time = new();

    [Fact]
    public async Task End_goes_out_behind_everything_that_was_output_and_is_durable_when_answered()
    {
        var (session, server) = await Share();
        await using var _ = session;
        session.Output("a"u8);
        var ending = session.End(Reason.SharerExited, 3, default);
        session.Output("ignored"u8);
        await server.NextAppend();
        server.Say(new ControlItem { Appended = 1 });
        var end = await server.NextEnd();
        end.Request.Should().Be(new EndRequest(1, Reason.SharerExited, 3));
        end.Answer.SetResult(new EndReply(null));
        (await ending.Soon()).Should().BeEquivalentTo(new { Durable = true, UnsavedBytes = 0 });
    }

    [Fact]
    public async Task End_is_asked_again_when_frames_are_missing()
    {
        var (session, server) = await Share();
        await using var _ = session;
        var ending = session.End(Reason.SharerExited, null, default);
        (await server.NextEnd()).Answer.SetResult(new EndReply(Refusal.Of(Reason.Gap, expected: 1)));
        (await server.NextEnd()).Answer.SetResult(new EndReply(null));
        (await ending.Soon()).Durable.Should().BeTrue();
    }

    [Fact]
    public async Task End_is_durable_when_its_answer_was_lost_and_the_session_is_found_ended()
    {
        var (session, server) = await Share();
        await using var _ = session;
        var ending = session.End(Reason.SharerExited, null, default);
        await server.NextEnd();
        server.Cut();
        await (await _gateway.NextSharer()).Answer(new ShareReply(Refusal.Of(Reason.SessionEnded, expected: 1), null));
        (await ending.Soon()).Durable.Should().BeTrue();
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    [InlineData(null, false)]
    public async Task End_of_a_session_that_is_found_ended_is_durable_only_where_its_sharer_ended_it_behind_the_last_frame(int? expected, bool durable)
    {
        var (session, server) = await Share();
        await using var _ = session;
        session.Output("a"u8);
        await server.NextAppend();
        server.Say(new ControlItem { Appended = 1 });
        var ending = session.End(Reason.SharerExited, null, default);
        await server.NextEnd();
        server.Cut();
        await (await _gateway.NextSharer()).Answer(new ShareReply(Refusal.Of(Reason.SessionEnded, expected: expected), null));
        (await ending.Soon()).Durable.Should().Be(durable);
    }

    [Fact]
    public async Task End_that_is_not_durable_in_time_says_so_and_how_much_is_unsaved()
    {
        var (session, server) = await Share();
        await using var _ = session;
        session.Output("abc"u8);
        await server.NextAppend();
        var ending = session.End(Reason.SharerExited, null, default);
        _time.Advance(TimeSpan.FromSeconds(10));
        var outcome = await ending.Soon();
        (outcome.Durable, outcome.UnsavedBytes).Should().Be((false, 16));
        outcome.Text.Should().Contain("10 s");
    }

    private async Task<(SharedSession Session, FakeSharerConnection Server)> Share()
    {
        var options = new ShareOptions { Servers = [new("http://a/")], Session = SessionId.Of(new byte[16]), TimeProvider = _time };
        var sharing = SharedSession.Share(_gateway, options, default);
        var server = await _gateway.NextSharer();
        await server.Answer(next: 1);
        return (await sharing.Soon(), server);
    }
}
