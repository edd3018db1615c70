using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

public sealed class SharingTests
{
    private readonly FakeGateway _gateway = new();
    private readonly FakeTime _time = new();
    private FakeSharerConnection _server = null!;

    [Fact]
    public async Task Sharer_s_output_is_appended_under_epoch_and_attachment()
    {
        await using var session = await Share(next: 5, epoch: 3, attachment: 7);
        var server = _server;
        session.Output("hello"u8);
        var append = await server.NextAppend();
        (append.Epoch, append.Attachment, append.Run.First).Should().Be((3, 7, 5));
        Text(append).Should().Be("hello");
    }

    [Fact]
    public async Task Sharer_that_resumes_takes_the_next_epoch_of_a_session_that_is_there_and_goes_on_with_its_numbers_and_times()
    {
        var sharing = SharedSession.Share(_gateway, Asking(resume: true), default);
        _server = await _gateway.NextSharer();
        var request = await _server.Answer(next: 41, epoch: 2, startedAt: _time.GetUtcNow() - TimeSpan.FromHours(1), nextBlock: 7);
        await using var session = await sharing.Soon();

        session.Output("again"u8);

        (request.Resume, request.Epoch).Should().Be((true, null));
        session.NextBlock.Should().Be(7);
        var append = await _server.NextAppend();
        (append.Epoch, append.Run.First, Text(append)).Should().Be((2, 41, "again"));
        var frames = append.Run.GetEnumerator();
        frames.MoveNext();
        frames.Current.At.Should().Be(3_600_000_000, "microseconds go on from the session's start");
    }

    [Fact]
    public async Task What_is_kept_and_what_idleness_does_is_asked_for_when_the_session_is_new()
    {
        var sharing = SharedSession.Share(_gateway, Asking(keep: TimeSpan.FromDays(7), idle: new(1800, 0)), default);
        _server = await _gateway.NextSharer();
        var request = await _server.Answer(next: 1);
        await using var session = await sharing.Soon();

        (request.Resume, request.KeepSeconds, request.Idle).Should().Be((false, 604_800L, new IdleRule(1800, 0)));
    }

    [Fact]
    public async Task Sharer_resends_what_is_not_durable_under_the_same_epoch_when_the_connection_was_cut()
    {
        await using var session = await Share();
        var server = _server;
        session.Output("a"u8);
        await server.NextAppend();
        server.Cut();

        server = await _gateway.NextSharer();
        (await server.Answer(next: 1, epoch: 1, attachment: 2)).Epoch.Should().Be(1);
        var append = await server.NextAppend();
        (append.Attachment, append.Run.First, Text(append)).Should().Be((2, 1, "a"));
    }

    [Fact]
    public async Task Each_asking_of_a_process_says_which_it_is()
    {
        var options = Asking(resume: false);
        var sharing = SharedSession.Share(_gateway, options, default);
        var first = await (await _gateway.NextSharer()).Answer(new ShareReply(Refusal.Of(Reason.ServerStopping), null));
        await sharing.Invoking(task => task.Soon()).Should().ThrowAsync<RefusedException>();
        sharing = SharedSession.Share(_gateway, options, default);
        _server = await _gateway.NextSharer();
        var second = await _server.Answer(next: 1);
        await using var session = await sharing.Soon();
        _server.Cut();
        var third = await (await _gateway.NextSharer()).Answer(next: 1, epoch: 1, attachment: 2);

        Base62.IsValid(first.Process).Should().BeTrue();
        (second.Process, second.Attempt, third.Process, third.Attempt).Should().Be((first.Process, 2, first.Process, 3));
        first.Attempt.Should().Be(1);
    }

    [Fact]
    public async Task Sharer_is_told_when_the_connection_is_lost_and_back()
    {
        await using var session = await Share();
        await using var events = session.Events(default).GetAsyncEnumerator();
        _server.Cut("Broken.");
        (await events.Next<SharedEvent.Reconnecting, SharedEvent>()).Why.Should().Be("Broken.");
        await (await _gateway.NextSharer()).Answer(next: 1);
        await events.Next<SharedEvent.Connected, SharedEvent>();
    }

    [Fact]
    public async Task Sharer_takes_a_new_epoch_and_starts_with_Skipped_when_the_server_misses_what_is_gone()
    {
        await using var session = await Share();
        var server = _server;
        session.Output("a"u8);
        await server.NextAppend();
        server.Say(new ControlItem { Durable = 1 });
        // What comes behind it has come: the sharer knows what is durable, and has forgotten it before the next frame is held beside it.
        server.Say(new ControlItem { Notice = new Notice(Reason.StorageUnavailable, "Not saved.") });
        await using var events = session.Events(default).GetAsyncEnumerator();
        await events.Next<SharedEvent.Noticed, SharedEvent>();
        session.Output("b"u8);
        await server.NextAppend();
        server.Cut();

        await (await _gateway.NextSharer()).Answer(next: 1);
        server = await _gateway.NextSharer();
        (await server.Answer(next: 1, epoch: 2)).Epoch.Should().BeNull();
        var append = await server.NextAppend();
        append.Epoch.Should().Be(2);
        var frames = append.Run.GetEnumerator();
        frames.MoveNext();
        frames.Current.Kind.Should().Be(FrameKind.Skipped);
    }

    [Fact]
    public async Task Gap_below_what_is_held_makes_the_sharer_reconnect_with_a_new_epoch()
    {
        await using var session = await Share(next: 10);
        var server = _server;
        server.Say(new ControlItem { Refused = Refusal.Of(Reason.Gap, expected: 4) });
        (await (await _gateway.NextSharer()).Answer(next: 4, epoch: 2)).Epoch.Should().BeNull();
    }

    [Fact]
    public async Task Busy_server_gets_the_frames_again()
    {
        await using var session = await Share();
        var server = _server;
        session.Output("a"u8);
        await server.NextAppend();
        server.Say(new ControlItem { Refused = Refusal.Of(Reason.Busy) });
        Text(await server.NextAppend()).Should().Be("a");
    }

    [Fact]
    public async Task Sharer_stops_when_another_process_takes_the_session()
    {
        await using var session = await Share();
        await using var events = session.Events(default).GetAsyncEnumerator();
        _server.Say(new ControlItem { Ended = new Ended(Reason.OwnershipLost, "Taken.", 0, null) });
        (await events.Next<SharedEvent.Ended, SharedEvent>()).Should().Be(new SharedEvent.Ended(Reason.OwnershipLost, "Taken."));
        (await session.End(Reason.SharerStopped, null, default).Soon()).Durable.Should().BeFalse();
    }

    [Fact]
    public async Task Sharer_who_is_replaced_by_an_earlier_attempt_of_its_own_comes_back()
    {
        await using var session = await Share();
        await using var events = session.Events(default).GetAsyncEnumerator();
        var server = _server;
        server.Say(new ControlItem { Ended = new Ended(Reason.Replaced, "Replaced.", 0, null) });
        (await events.Next<SharedEvent.Reconnecting, SharedEvent>()).Why.Should().Be("Replaced.");
        (await (await _gateway.NextSharer()).Answer(next: 1)).Epoch.Should().Be(1);
    }

    [Fact]
    public async Task Sharer_learns_of_the_end_that_came_just_before_the_connection_was_lost()
    {
        await using var session = await Share();
        await using var events = session.Events(default).GetAsyncEnumerator();
        var server = _server;
        server.Say(new ControlItem { Ended = new Ended(Reason.SessionSizeLimit, "Full.", 0, null) });
        server.Cut();
        (await events.Next<SharedEvent.Ended, SharedEvent>()).Reason.Should().Be(Reason.SessionSizeLimit);
    }

    [Fact]
    public async Task Sharer_whose_append_does_not_fit_waits_for_how_the_session_ended()
    {
        await using var session = await Share();
        await using var events = session.Events(default).GetAsyncEnumerator();
        _server.Say(new ControlItem { Refused = Refusal.Of(Reason.SessionSizeLimit) });
        _server.Say(new ControlItem { Refused = Refusal.Of(Reason.SessionEnded) });
        _server.Say(new ControlItem { Ended = new Ended(Reason.SessionSizeLimit, "Full.", 0, null) });
        (await events.Next<SharedEvent.Ended, SharedEvent>()).Should().Be(new SharedEvent.Ended(Reason.SessionSizeLimit, "Full."));
    }

    [Fact]
    public async Task First_refusal_is_thrown()
    {
        var sharing = SharedSession.Share(_gateway, Options(), default);
        await (await _gateway.NextSharer()).Answer(new ShareReply(Refusal.Of(Reason.ShareCountLimit), null));
        (await sharing.Invoking(task => task.Soon()).Should().ThrowAsync<RefusedException>()).Which.Refusal.Reason.Should().Be(Reason.ShareCountLimit);
    }

    [Fact]
    public async Task Refusal_to_come_back_ends_the_session()
    {
        await using var session = await Share();
        await using var events = session.Events(default).GetAsyncEnumerator();
        _server.Cut();
        await (await _gateway.NextSharer()).Answer(new ShareReply(Refusal.Of(Reason.SessionEnded), null));
        (await events.Next<SharedEvent.Ended, SharedEvent>()).Reason.Should().Be(Reason.SessionEnded);
    }

    [Fact]
    public async Task Sharer_gives_up_some_time_after_the_grace()
    {
        await using var session = await Share();
        await using var events = session.Events(default).GetAsyncEnumerator();
        var server = _server;
        _gateway.Refuse = address => new ServerUnreachableException(address, "down");
        server.Cut();
        (await events.Next<SharedEvent.Ended, SharedEvent>()).Reason.Should().Be(Reason.SharerLost);
        _gateway.Tried.Count.Should().BeGreaterThan(100);
    }

    [Fact]
    public async Task Addresses_are_tried_in_turn()
    {
        Uri[] servers = [new("http://a/"), new("http://b/")];
        _gateway.Refuse = address => address.Host == "a" ? new ServerUnreachableException(address, "down") : null;
        var sharing = SharedSession.Share(_gateway, Options(servers), default);
        await (await _gateway.NextSharer()).Answer(next: 1);
        await using var session = await sharing.Soon();
        _gateway.Tried.Should().Equal(servers);
    }

    [Fact]
    public async Task Unreachable_server_is_named()
    {
        _gateway.Refuse = address => new ServerUnreachableException(address, "down");
        await SharedSession.Share(_gateway, Options(), default).Invoking(task => task.Soon())
            .Should().ThrowAsync<ServerUnreachableException>().WithMessage("*http://a/*");
    }

    [Fact]
    public async Task Append_that_is_refused_for_good_twice_ends_the_session()
    {
        await using var session = await Share();
        await using var events = session.Events(default).GetAsyncEnumerator();
        var server = _server;
        session.Output("a"u8);
        await server.NextAppend();
        server.Say(new ControlItem { Refused = Refusal.Of(Reason.MalformedFrames) });
        server = await _gateway.NextSharer();
        await server.Answer(next: 1);
        await server.NextAppend();
        server.Say(new ControlItem { Refused = Refusal.Of(Reason.MalformedFrames) });
        (await events.Next<SharedEvent.Ended, SharedEvent>()).Reason.Should().Be(Reason.MalformedFrames);
    }

    private static string Text(AppendRequest append)
    {
        var text = new StringBuilder();
        foreach (var frame in append.Run)
            text.Append(Encoding.ASCII.GetString(frame.Payload.Span));
        return text.ToString();
    }

    [Fact]
    public async Task Sharer_goes_to_another_gateway_when_its_own_is_leaving_and_sends_again_what_is_not_durable()
    {
        var sharing = SharedSession.Share(_gateway, Options(new("http://a/"), new("http://b/")), default);
        var server = await _gateway.NextSharer();
        await server.Answer(1, 1, 1);
        await using var session = await sharing.Soon();
        session.Output("a"u8);
        await server.NextAppend();
        server.Say(new ControlItem { Refused = Refusal.Of(Reason.GatewayLeaving) });

        server = await _gateway.NextSharer();
        (await server.Answer(next: 1, epoch: 1, attachment: 2)).Epoch.Should().Be(1);
        Text(await server.NextAppend()).Should().Be("a");
        _gateway.Tried.Should().Equal(new("http://a/"), new Uri("http://b/"));
    }

    private async Task<SharedSession> Share(long next = 1, long epoch = 1, long attachment = 1)
    {
        var sharing = SharedSession.Share(_gateway, Options(), default);
        _server = await _gateway.NextSharer();
        await _server.Answer(next, epoch, attachment);
        return await sharing.Soon();
    }

    private ShareOptions Options(params Uri[] servers) => Asking(servers: servers);

    private ShareOptions Asking(bool resume = false, TimeSpan? keep = null, IdleRule? idle = null, Uri[]? servers = null) => new()
    {
        Servers = servers is { Length: > 0 } ? servers : [new("http://a/")],
        Resume = resume,
        Keep = keep,
        Idle = idle,
        Session = SessionId.Of(new byte[16]),
        TimeProvider = _time,
        Random = new Random(1),
    };
}
