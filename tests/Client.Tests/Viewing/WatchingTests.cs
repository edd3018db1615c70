using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

public sealed class WatchingTests
{
    private readonly FakeGateway _gateway = new();
    private readonly FakeTime _time = new();

    [Fact]
    public async Task Viewer_sees_the_present_then_frames_then_the_end()
    {
        var (session, server) = await Join();
        await using var _ = session;
        server.SayPresent();
        server.SayOutput(1, "a", "b");
        server.Say(new WatchItem { Ended = new Ended(Reason.SharerExited, "", 2, 0) });
        List<string> seen = [];
        await foreach (var seenEvent in session.Watch(default))
            seen.Add(seenEvent is WatchedEvent.Frames frames ? Text(frames) : seenEvent.GetType().Name);
        seen.Should().Equal("Present", "ab", "Ended");
    }

    [Fact]
    public async Task Viewer_rejoins_with_key_and_cursor_and_sees_every_frame_once()
    {
        var (session, server) = await Join();
        await using var _ = session;
        await using var events = session.Watch(default).GetAsyncEnumerator();
        server.SayPresent();
        server.SayOutput(1, "a", "b");
        Text(await events.Next<WatchedEvent.Frames, WatchedEvent>()).Should().Be("ab");
        server.Cut("Broken.");
        (await events.Next<WatchedEvent.Reconnecting, WatchedEvent>()).Why.Should().Be("Broken.");
        var resumed = events.Next<WatchedEvent.Resumed, WatchedEvent>();

        var again = await _gateway.NextViewer();
        (await again.Answer()).Rejoin.Should().Be(new ParticipantKey("p1", "secret"));
        again.SayPresent(3);
        again.SayOutput(2, "b", "c");
        await resumed;
        Text(await events.Next<WatchedEvent.Frames, WatchedEvent>()).Should().Be("c");
        (await again.NextWatch()).Should().Be(new WatchRequest(false, 2, 1, RosterUpdates: true));
    }

    [Fact]
    public async Task Viewer_is_told_the_roster_by_what_changed_and_has_the_whole()
    {
        var (session, server) = await Join();
        await using var _ = session;
        await using var events = session.Watch(default).GetAsyncEnumerator();
        server.SayPresent();
        var (bob, eve) = (new Participant("p1", new Person("Bob", "bob@example.com"), Role.Edit, false), new Participant("p2", new Person("Eve", null), Role.View, false));
        server.Say(new WatchItem { RosterUpdate = new RosterUpdate(SharerState.Connected, [bob, eve], []) });
        server.Say(new WatchItem { RosterUpdate = new RosterUpdate(SharerState.Reconnecting, [eve with { Away = true }], ["p1"]) });

        (await events.Next<WatchedEvent.RosterChanged, WatchedEvent>()).Roster.Participants.Should().Equal(bob, eve);
        var now = (await events.Next<WatchedEvent.RosterChanged, WatchedEvent>()).Roster;
        now.Participants.Should().Equal(eve with { Away = true });
        now.SharerState.Should().Be(SharerState.Reconnecting);
    }

    [Fact]
    public async Task Viewer_who_is_replaced_by_an_earlier_attempt_of_its_own_comes_back()
    {
        var (session, server) = await Join();
        await using var _ = session;
        await using var events = session.Watch(default).GetAsyncEnumerator();
        server.SayPresent();
        server.Say(new WatchItem { Closed = Refusal.Of(Reason.Replaced) });
        await events.Next<WatchedEvent.Reconnecting, WatchedEvent>();
        var resumed = events.Next<WatchedEvent.Resumed, WatchedEvent>();
        (await (await _gateway.NextViewer()).Answer()).Rejoin.Should().Be(new ParticipantKey("p1", "secret"));
        await resumed;
    }

    [Fact]
    public async Task Hole_makes_the_viewer_reconnect_and_three_in_a_row_close()
    {
        var (session, server) = await Join();
        await using var _ = session;
        await using var events = session.Watch(default).GetAsyncEnumerator();
        server.SayPresent();
        server.SayOutput(2, "x");
        var serving = Serve();
        (await events.Next<WatchedEvent.Closed, WatchedEvent>()).Why.Reason.Should().Be(Reason.ServerFault);
        await serving.Soon();

        async Task Serve()
        {
            for (var i = 0; i < 2; i++)
            {
                var again = await _gateway.NextViewer();
                await again.Answer();
                again.SayPresent();
                again.SayOutput(2, "x");
            }
        }
    }

    [Fact]
    public async Task Viewer_whose_coming_back_is_refused_is_closed()
    {
        var (session, server) = await Join();
        await using var _ = session;
        await using var events = session.Watch(default).GetAsyncEnumerator();
        server.Cut();
        var closed = events.Next<WatchedEvent.Closed, WatchedEvent>();
        await (await _gateway.NextViewer()).Answer(new JoinReply(Refusal.Of(Reason.SessionEnded), null));
        (await closed).Why.Reason.Should().Be(Reason.SessionEnded);
        (await session.Type("x"u8.ToArray()))!.Reason.Should().Be(Reason.SessionEnded);
    }

    [Fact]
    public async Task Viewer_gives_up_after_its_time_and_says_so()
    {
        var (session, server) = await Join();
        await using var _ = session;
        await using var events = session.Watch(default).GetAsyncEnumerator();
        _gateway.Refuse = address => new ServerUnreachableException(address, "down");
        server.Cut();
        var why = (await events.Next<WatchedEvent.Closed, WatchedEvent>()).Why;
        why.Reason.Should().Be(Reason.ServerStopping);
        why.Text.Should().Contain("120 s").And.Contain("http://a/");
    }

    [Fact]
    public async Task Removed_viewer_is_closed_and_does_not_come_back()
    {
        var (session, server) = await Join();
        await using var _ = session;
        await using var events = session.Watch(default).GetAsyncEnumerator();
        server.Say(new WatchItem { Closed = Refusal.Of(Reason.UnknownOrForbidden) });
        await events.Next<WatchedEvent.Closed, WatchedEvent>();
        (await events.MoveNextAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task First_refusal_is_thrown()
    {
        var joining = WatchedSession.Join(_gateway, Options(), default);
        await (await _gateway.NextViewer()).Answer(new JoinReply(Refusal.Of(Reason.ParticipantLimit), null));
        (await joining.Invoking(task => task.Soon()).Should().ThrowAsync<RefusedException>()).Which.Refusal.Reason.Should().Be(Reason.ParticipantLimit);
    }

    [Fact]
    public async Task Seen_is_said_for_what_was_consumed_and_not_for_what_was_only_handed_out()
    {
        var (session, server) = await Join();
        await using var _ = session;
        await using var events = session.Watch(default).GetAsyncEnumerator();
        server.SayPresent();
        for (var i = 1; i <= 5; i++)
            server.SayOutput(i, new string('x', 16 * 1024));
        for (var i = 1; i <= 5; i++)
            await events.Next<WatchedEvent.Frames, WatchedEvent>();
        (await server.NextSeen()).Should().Be(4, "the fifth is still in the reader's hands");
        var more = events.MoveNextAsync();
        (await server.NextSeen()).Should().Be(5, "the reader has caught up");
        server.Stop();
        (await more).Should().BeTrue();
    }

    [Fact]
    public async Task Viewer_types_again_what_was_not_taken_before_the_cut()
    {
        var (session, server) = await Join();
        await using var _ = session;
        await using var events = session.Watch(default).GetAsyncEnumerator();
        var typed = session.Type("ab"u8.ToArray());
        await server.NextType();
        server.Cut();
        var resumed = events.Next<WatchedEvent.Resumed, WatchedEvent>();
        server = await _gateway.NextViewer();
        await server.Answer();
        var call = await server.NextType();
        (call.Request.Number, Encoding.ASCII.GetString(call.Request.Bytes.Span)).Should().Be((1, "ab"));
        call.Answer.SetResult(new TypeReply(null));
        (await typed.Soon()).Should().BeNull();
        await resumed;
    }

    [Fact]
    public async Task Input_waits_a_little_for_a_sharer_that_is_away()
    {
        var (session, server) = await Join();
        await using var _ = session;
        var typed = session.Type("a"u8.ToArray());
        (await server.NextType()).Answer.SetResult(new TypeReply(Refusal.Of(Reason.SharerAway)));
        (await server.NextType()).Answer.SetResult(new TypeReply(null));
        (await typed.Soon()).Should().BeNull();
    }

    [Fact]
    public async Task Viewer_that_leaves_says_so_and_its_watch_ends()
    {
        var (session, server) = await Join();
        await using var events = session.Watch(default).GetAsyncEnumerator();
        var next = events.MoveNextAsync();
        await session.DisposeAsync();
        (await next).Should().BeFalse();
        server.Left.Should().BeTrue();
    }

    private static string Text(WatchedEvent.Frames frames)
    {
        var text = new StringBuilder();
        foreach (var frame in frames)
            text.Append(Encoding.ASCII.GetString(frame.Payload.Span));
        return text.ToString();
    }

    [Fact]
    public async Task Viewer_goes_to_another_gateway_when_its_own_is_leaving()
    {
        var (session, server) = await Join(new("http://a/"), new("http://b/"));
        await using var _ = session;
        await using var events = session.Watch(default).GetAsyncEnumerator();
        server.SayPresent();
        server.Say(new WatchItem { Closed = Refusal.Of(Reason.GatewayLeaving) });

        var resumed = events.Next<WatchedEvent.Resumed, WatchedEvent>();
        await (await _gateway.NextViewer()).Answer();
        await resumed;

        _gateway.Tried.Should().Equal(new("http://a/"), new Uri("http://b/"));
    }

    private async Task<(WatchedSession Session, FakeViewerConnection Server)> Join(params Uri[] servers)
    {
        var joining = WatchedSession.Join(_gateway, Options(servers), default);
        var server = await _gateway.NextViewer();
        await server.Answer();
        return (await joining.Soon(), server);
    }

    private WatchOptions Options(params Uri[] servers) => new()
    {
        Servers = servers.Length > 0 ? servers : [new("http://a/")],
        Session = SessionId.Of(new byte[16]),
        TimeProvider = _time,
        Random = new Random(1),
    };
}
