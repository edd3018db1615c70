using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

public sealed class RosterTests
{
    [Fact]
    public void The_eleventh_participant_is_told_the_number_and_gets_in_when_someone_leaves()
    {
        var session = new SessionFixture().Share();
        for (var i = 1; i <= 10; i++)
            Join(session, $"p{i}").Refused.Should().BeNull();

        Join(session, "p11").Refused!.Should().Match<RefusalValue>(
            refusal => refusal.Reason == Reason.ParticipantLimit && refusal.Text.Contains("10"));
        session.Rules.Leave(new LeaveCall("p3", "c-p3", ForGood: true), session.Now);
        Join(session, "p11").Refused.Should().BeNull();
    }

    [Fact]
    public void A_reconnect_is_never_the_eleventh()
    {
        var session = new SessionFixture().Share();
        for (var i = 1; i <= 10; i++)
            Join(session, $"p{i}");

        session.Rules.Join(JoinOf(Bob, "p4", "linksecret", "new", rejoin: true)).Refused.Should().BeNull();
        session.Rules.People.Count.Should().Be(10);
    }

    [Fact]
    public void Whoever_loses_the_connection_is_away_and_gone_after_a_minute()
    {
        var session = new SessionFixture().Share();
        Join(session, "p1");
        session.Rules.Leave(new LeaveCall("p1", "c-p1", ForGood: false), session.Now);
        session.Rules.Roster().Participants.Single().Away.Should().BeTrue();
        session.Rules.NextDue().Should().Be(session.Now.AddSeconds(60));

        session.Rules.Pass(session.Now.AddSeconds(59));
        session.Rules.People.Count.Should().Be(1);
        session.Rules.Pass(session.Now.AddSeconds(60));
        session.Rules.People.Count.Should().Be(0);
    }

    [Fact]
    public void A_participant_is_named_by_its_secret()
    {
        var session = new SessionFixture().Share();
        Join(session, "p1");
        var impostor = JoinOf(Bob, "p1", "linksecret", rejoin: true) with { Secret = "guessed" };
        session.Rules.Join(impostor).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
    }

    [Fact]
    public void The_end_of_an_older_connection_changes_nothing()
    {
        var session = new SessionFixture().Share();
        Join(session, "p1");
        session.Rules.Join(JoinOf(Bob, "p1", "linksecret", "newer", rejoin: true));
        var version = session.Rules.RosterVersion;

        session.Rules.Leave(new LeaveCall("p1", "c-p1", ForGood: true), session.Now);

        session.Rules.RosterVersion.Should().Be(version);
        session.Rules.Roster().Participants.Single().Connection.Should().Be("newer");
    }

    [Fact]
    public void When_a_gateway_leaves_its_participants_are_away_until_it_announces_them_again()
    {
        var session = new SessionFixture().Share();
        Join(session, "p1");
        session.Rules.GatewayLeft("other", session.Now);
        session.Rules.Roster().Participants.Single().Away.Should().BeFalse();

        session.Rules.GatewayLeft("g1", session.Now);
        session.Rules.Roster().Participants.Single().Away.Should().BeTrue();
        session.Rules.Announce(JoinOf(Bob, "p1", "linksecret", "c-p1"));
        session.Rules.Roster().Participants.Single().Away.Should().BeFalse();
    }

    [Fact]
    public void An_announcement_does_not_undo_a_newer_connection()
    {
        var session = new SessionFixture().Share();
        Join(session, "p1");
        session.Rules.Join(JoinOf(Bob, "p1", "linksecret", "newer", rejoin: true, gateway: "g2"));

        session.Rules.Announce(JoinOf(Bob, "p1", "linksecret", "c-p1"));

        session.Rules.Roster().Participants.Single().Connection.Should().Be("newer");
    }

    [Fact]
    public void A_guest_without_a_name_is_called_guest()
    {
        var session = new SessionFixture().Share();
        session.Rules.Join(JoinOf(null, "p1", "linksecret") with { GuestName = "  " });
        var guest = session.Rules.Roster().ToWire().Participants.Single();
        (guest.Person.Name, guest.Guest).Should().Be(("Guest", true));
    }

    private static JoinAnswer Join(SessionFixture session, string participant) =>
        session.Rules.Join(JoinOf(Bob, participant, "linksecret", $"c-{participant}"));
}
