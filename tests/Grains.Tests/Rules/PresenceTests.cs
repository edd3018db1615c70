using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>What participants show each other.</summary>
public sealed class PresenceTests
{
    private static readonly PresenceValue Pointing = PresenceValue.Of(new PresenceState(
        new PresenceSelection([new BlockRange(3, 5)]), new DraftCursor(7, 1, 4), new PresenceFollow(Live: true), Typing: true));

    private readonly SessionFixture _session = new(null, null, new EmailRuleValue("bob@example.com", Role.Edit), new EmailRuleValue("eve@example.com", Role.View));

    public PresenceTests()
    {
        _session.Share();
        _session.Rules.Join(JoinOf(Bob));
        _session.Rules.Join(JoinOf(Eve, "p2", connection: "c2"));
    }

    private Session Rules => _session.Rules;

    private ShownValue[] Shown => Rules.Present().Presence!;

    [Fact]
    public void The_newest_is_told_to_who_comes_in_and_nothing_of_it_is_stored()
    {
        var version = Rules.StateVersion;
        var before = Rules.PresenceVersion;

        Show("p1", "c1", Pointing with { Typing = false }).Should().BeNull();
        Show("p1", "c1", Pointing).Should().BeNull();

        Shown.Should().Equal(new ShownValue("p1", Pointing));
        Rules.PresenceSince(before).Should().Equal(new ShownValue("p1", Pointing));
        Rules.PresenceSince(Rules.PresenceVersion).Should().BeEmpty();
        Rules.StateVersion.Should().Be(version);
    }

    [Fact]
    public void Who_may_not_edit_shows_no_cursor_and_no_typing()
    {
        Show("p2", "c2", Pointing).Should().BeNull();

        Shown.Should().Equal(new ShownValue("p2", Pointing with { Cursor = null, Typing = false }));
        Show("p2", "c2", PresenceValue.Of(new PresenceState(Typing: true)));
        Shown.Should().BeEmpty();
    }

    [Fact]
    public void A_role_that_is_lost_takes_cursor_and_typing_with_it()
    {
        Show("p1", "c1", Pointing);
        var before = Rules.PresenceVersion;

        Rules.Change(new AccessCall(Ada, AccessVerb.Revoke, Bob.Email), "secret", _session.Now).Refused.Should().BeNull();

        Rules.PresenceSince(before).Should().Equal(new ShownValue("p1", Pointing with { Cursor = null, Typing = false }));
    }

    [Fact]
    public void It_is_gone_with_the_connection_however_that_ends()
    {
        Show("p1", "c1", Pointing);
        var before = Rules.PresenceVersion;
        Rules.Leave(new LeaveCall("p1", "c1", ForGood: false), _session.Now);
        Rules.PresenceSince(before).Should().Equal(new ShownValue("p1", null));

        Rules.Join(JoinOf(Bob, rejoin: true, connection: "c3"));
        Show("p1", "c1", Pointing)!.Reason.Should().Be(Reason.UnknownOrForbidden, "that connection is gone");
        Show("p1", "c3", Pointing);
        before = Rules.PresenceVersion;
        Rules.Join(JoinOf(Bob, rejoin: true, connection: "c4"));
        Rules.PresenceSince(before).Should().Equal(new ShownValue("p1", null));

        Show("p1", "c4", Pointing);
        before = Rules.PresenceVersion;
        Rules.GatewayLeft("g1", _session.Now);
        Rules.PresenceSince(before).Should().Equal(new ShownValue("p1", null));

        Rules.Join(JoinOf(Bob, rejoin: true, connection: "c5"));
        Show("p1", "c5", Pointing);
        Rules.Change(new AccessCall(Ada, AccessVerb.Remove, Bob.Email), "secret", _session.Now).Refused.Should().BeNull();
        Shown.Should().BeEmpty();
    }

    [Fact]
    public void Each_wrong_state_is_named()
    {
        PresenceState[] wrong =
        [
            new(new PresenceSelection()),
            new(new PresenceSelection([], new TextRange(new(1, 0, 0), new(1, 0, 1)))),
            new(new PresenceSelection([.. Enumerable.Repeat(new BlockRange(1, 1), WireLimits.PresenceRanges + 1)])),
            new(new PresenceSelection([new BlockRange(0, 1)])),
            new(new PresenceSelection([new BlockRange(2, 1)])),
            new(new PresenceSelection(Text: new TextRange(new(0, 0, 0), new(1, 0, 1)))),
            new(new PresenceSelection(Text: new TextRange(null!, new(1, 0, 1)))),
            new(new PresenceSelection(Screen: new ScreenRange(new(-1, 0), new(1, 0)))),
            new(Cursor: new DraftCursor(-1, 0, 0)),
            new(Cursor: new DraftCursor(1, 0, WireLimits.DraftUnits + 1)),
            new(Follow: new PresenceFollow()),
            new(Follow: new PresenceFollow(Sharer: true, Live: true)),
            new(Follow: new PresenceFollow("<script>")),
        ];
        foreach (var state in wrong)
            state.Fault().Should().NotBeNull($"{state} is wrong");
        PresenceState[] right =
        [
            new(),
            Pointing.ToWire(),
            new(new PresenceSelection(Text: new TextRange(new(1, 0, 0), new(2, 9, 80)))),
            new(new PresenceSelection(Screen: new ScreenRange(new(0, 0), new(3, 4))), Follow: new PresenceFollow(new string('0', 22))),
        ];
        foreach (var state in right)
        {
            state.Fault().Should().BeNull();
            PresenceValue.Of(state).ToWire().Should().BeEquivalentTo(state);
        }
    }

    [Fact]
    public void In_a_large_session_it_is_told_once_an_interval_as_it_is_by_then()
    {
        var session = new SessionFixture(new SessionOptions { MaxParticipants = 100 }).Share();
        for (var at = 0; at < 50; at++)
            session.Rules.Join(JoinOf(null, $"g{at:00}", "linksecret", $"c{at}")).Refused.Should().BeNull();
        session.Rules.PacePresence(session.Now);

        var told = 0;
        for (var round = 0; round < 20; round++)
        {
            for (var at = 0; at < 50; at++)
                session.Rules.Show(new ShowCall($"g{at:00}", $"c{at}", PresenceValue.Of(new PresenceState(new PresenceSelection([new BlockRange(1, round + 1)])))));
            var before = session.Rules.PresenceTold;
            session.Rules.PacePresence(session.Now);
            told += session.Rules.PresenceTold > before ? 1 : 0;
            session.Now += TimeSpan.FromMilliseconds(20);
        }

        told.Should().BeInRange(1, 3, "20 rounds took 400 ms");
        session.Rules.PresenceDue.Should().NotBeNull();
        session.Rules.PacePresence(session.Rules.PresenceDue!.Value);
        session.Rules.PresenceTold.Should().Be(session.Rules.PresenceVersion);
    }

    private RefusalValue? Show(string participant, string connection, PresenceValue presence) => Rules.Show(new ShowCall(participant, connection, presence));
}
