using SessionShare.Grains.Log;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

public sealed class PeopleTests
{
    private static readonly EmailRuleValue BobViews = new(Bob.Email, Role.View);
    private static readonly EmailRuleValue CarolIsInvited = new("carol@example.com", Role.Edit);

    [Fact]
    public void Only_the_sharer_and_managers_see_who_is_invited_and_not_there()
    {
        var session = new SessionFixture(null, null, BobViews, CarolIsInvited).Share();
        session.Rules.Join(JoinOf(Bob));

        Seen(session, Ada).Should().Equal((Ada.Email, Presence.Here), (Bob.Email, Presence.Here), ("carol@example.com", Presence.Invited));
        Seen(session, Bob).Should().Equal((Ada.Email, Presence.Here), (Bob.Email, Presence.Here));
        session.Rules.Change(new AccessCall(Ada, AccessVerb.Allow, Bob.Email, Role: Role.Edit), "", session.Now);
        Seen(session, Bob).Should().HaveCount(2);
        session.Rules.Change(new AccessCall(Ada, AccessVerb.Allow, Bob.Email, Role: Role.Manage), "", session.Now);
        Seen(session, Bob).Should().HaveCount(3);
    }

    [Fact]
    public void Who_has_no_access_hears_of_no_session_and_who_came_by_the_link_sees_who_is_there_while_there()
    {
        var session = new SessionFixture(null, null, BobViews).Share();
        session.Rules.PeopleFor(Eve).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);

        session.Rules.Join(JoinOf(Eve, secret: "linksecret"));
        Seen(session, Eve).Should().Equal((Ada.Email, Presence.Here), (Eve.Email, Presence.Here));
        session.Rules.Leave(new LeaveCall("p1", "c1", ForGood: true), session.Now);
        session.Rules.PeopleFor(Eve).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
    }

    [Fact]
    public void Who_was_there_and_left_is_told_from_who_never_came_by_a_later_activation_too()
    {
        var session = new SessionFixture(null, null, BobViews, CarolIsInvited).Share();
        session.Rules.Join(JoinOf(Bob));
        session.Rules.Leave(new LeaveCall("p1", "c1", ForGood: true), session.Now);

        var later = session.Activate(new LogHead(2, 1, 0, 0, 0, null));

        later.PeopleFor(Ada).ToWire().Skip(1).Select(person => (person.Person.Email, person.Presence))
            .Should().Equal((Bob.Email, Presence.Left), ("carol@example.com", Presence.Invited));
    }

    [Fact]
    public void Since_when_somebody_is_there_outlives_breaks_of_the_connection_and_of_the_silo()
    {
        var session = new SessionFixture(null, null, BobViews).Share();
        session.Rules.Join(JoinOf(Bob) with { At = session.Now });
        session.Rules.Join(JoinOf(Bob, connection: "c2", rejoin: true) with { At = session.Now.AddMinutes(5) });
        session.Rules.Roster().Participants.Single().Since.Should().Be(session.Now);

        var later = session.Activate(new LogHead(2, 1, 0, 0, 0, null));
        later.Join(JoinOf(Bob, connection: "c3", rejoin: true) with { At = session.Now.AddMinutes(9) });
        later.Roster().ToWire().Participants.Single().Since.Should().Be(session.Now);
    }

    private static IEnumerable<(string?, Presence)> Seen(SessionFixture session, UserIdentity user) =>
        session.Rules.PeopleFor(user).ToWire().Select(person => (person.Person.Email, person.Presence));
}
