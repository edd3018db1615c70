using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

public sealed class RosterPaceTests
{
    private readonly DateTimeOffset _now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_small_roster_is_told_at_each_change()
    {
        var pace = new RosterPace();
        for (var version = 1; version <= 100; version++)
        {
            pace.Pass(version, RosterPace.Small, _now);
            pace.Told.Should().Be(version);
            pace.NextDue(version).Should().BeNull();
        }
    }

    [Fact]
    public void A_large_roster_is_told_after_quiet_and_then_once_an_interval_as_it_is_by_then()
    {
        var pace = new RosterPace();
        pace.Pass(1, RosterPace.Small + 1, _now);
        pace.Told.Should().Be(1, "nothing was told just before");

        for (var version = 2; version <= 50; version++)
            pace.Pass(version, RosterPace.Small + 1, _now + (RosterPace.Interval / 2));
        pace.Told.Should().Be(1);
        pace.NextDue(50).Should().Be(_now + RosterPace.Interval);

        pace.Pass(50, RosterPace.Small + 1, _now + RosterPace.Interval);
        pace.Told.Should().Be(50);
        pace.NextDue(50).Should().BeNull();
    }

    [Fact]
    public void Who_loses_a_role_in_a_large_session_is_told_in_the_same_turn_and_who_comes_in_is_not()
    {
        var session = new SessionFixture(new SessionOptions { MaxParticipants = 100 }, allow: new EmailRuleValue(Bob.Email, Role.Edit)).Share();
        for (var guest = 0; guest < RosterPace.Small; guest++)
            session.Rules.Join(JoinOf(null, $"g{guest}", "linksecret"));
        session.Rules.Join(JoinOf(Bob));
        session.Rules.PaceRoster(session.Now);
        session.Rules.RosterTold.Should().Be(session.Rules.RosterVersion);

        session.Rules.Join(JoinOf(null, "late", "linksecret"));
        session.Rules.PaceRoster(session.Now);
        session.Rules.RosterTold.Should().BeLessThan(session.Rules.RosterVersion);
        session.Rules.RosterDue.Should().Be(session.Now + RosterPace.Interval);

        session.Rules.Change(new AccessCall(Ada, AccessVerb.Revoke, Bob.Email), "", session.Now).Refused.Should().BeNull();
        session.Rules.PaceRoster(session.Now);
        session.Rules.RosterTold.Should().Be(session.Rules.RosterVersion);
    }

    [Fact]
    public void Who_comes_back_with_less_is_told_in_the_same_turn()
    {
        var session = new SessionFixture(new SessionOptions { MaxParticipants = 100 }, allow: new EmailRuleValue(Bob.Email, Role.Edit)).Share();
        for (var guest = 0; guest < RosterPace.Small; guest++)
            session.Rules.Join(JoinOf(null, $"g{guest}", "linksecret"));
        session.Rules.Join(JoinOf(Bob));
        session.Rules.PaceRoster(session.Now);

        session.Rules.Join(JoinOf(null, "p1", "linksecret", "c2", rejoin: true)).Role.Should().Be(Role.View);
        session.Rules.PaceRoster(session.Now);
        session.Rules.RosterTold.Should().Be(session.Rules.RosterVersion);
    }
}
