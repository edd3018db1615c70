using SessionShare.Grains.Log;
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
    public void Whether_the_sharer_agrees_to_each_run_is_in_the_roster_as_their_newest_process_has_it_and_outlives_the_activation()
    {
        var session = new SessionFixture().Share(call: ShareOf() with { Approves = true });
        session.Rules.Roster().Approves.Should().BeTrue();
        session.Activate(new LogHead(2, 1, 0, 0, 0, null)).Roster().Approves.Should().BeTrue();

        session.Share(call: ShareOf());
        session.Rules.Roster().ToWire().Approves.Should().BeFalse();
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
        session.Rules.NextDue(session.Now).Should().Be(session.Now.AddSeconds(60));

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

    [Fact]
    public void A_later_activation_knows_who_was_in_so_that_a_reconnect_is_not_the_eleventh_and_secrets_still_count()
    {
        var session = new SessionFixture().Share();
        for (var i = 1; i <= 10; i++)
            Join(session, $"p{i}");
        var later = session.Activate(new LogHead(2, 1, 0, 0, 0, null));

        later.Roster().Participants.Should().OnlyContain(participant => participant.Away).And.HaveCount(10);
        later.Join(JoinOf(Eve, "new", "linksecret")).Refused!.Reason.Should().Be(Reason.ParticipantLimit);
        later.Join(JoinOf(Bob, "p4", "linksecret", rejoin: true) with { Secret = "guessed" }).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        later.Join(JoinOf(Bob, "p4", "linksecret", "c2", rejoin: true)).Refused.Should().BeNull();
        var input = new TypeCall("p5", "c-p5", 1, "x"u8.ToArray());
        later.Type(input, session.Now)!.Reason.Should().Be(Reason.Busy, "its gateway has not announced it yet");
        later.Announce(JoinOf(Bob, "p5", "linksecret", "c-p5"));
        later.Type(input, session.Now)!.Reason.Should().Be(Reason.RoleTooLow);
        later.Roster().Participants.Count(participant => !participant.Away).Should().Be(2);
        later.Pass(session.Now.AddSeconds(60));
        later.People.Count.Should().Be(2);
        session.State.Participants.Should().HaveCount(2);
    }

    private static JoinAnswer Join(SessionFixture session, string participant) =>
        session.Rules.Join(JoinOf(Bob, participant, "linksecret", $"c-{participant}"));
}
