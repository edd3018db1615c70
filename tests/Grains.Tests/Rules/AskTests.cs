using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>Who has the link and no access: what they learn, and how they ask.</summary>
public sealed class AskTests
{
    private const string Secret = "linksecret";

    /// <summary>Who comes, with which secret, and what is answered.</summary>
    public static TheoryData<string, UserIdentity?, string?, Reason> Comers() => new()
    {
        { "with the link's secret", Eve, Secret, Reason.NoAccess },
        { "a guest with it", null, Secret, Reason.NoAccess },
        { "with another secret", Eve, "linksecreT", Reason.UnknownOrForbidden },
        { "with none", Eve, null, Reason.UnknownOrForbidden },
        { "removed, with it", Bob, Secret, Reason.UnknownOrForbidden },
    };

    [Theory]
    [MemberData(nameof(Comers))]
    public void Only_who_holds_the_links_secret_learns_that_there_is_a_session(string what, UserIdentity? user, string? secret, Reason reason)
    {
        var session = Begun();
        Change(session, new AccessCall(Ada, AccessVerb.Remove, "bob@example.com"));

        session.Rules.Join(JoinOf(user, secret: secret)).Refused!.Reason.Should().Be(reason, what);
    }

    [Fact]
    public void Who_asks_stands_in_the_sharers_roster_alone_and_in_the_rules_until_answered()
    {
        var session = Begun();

        var ask = Ask(session, Eve);

        ask.Outcome.Should().BeNull();
        session.Rules.Roster(forSharer: true).Asking.Should().Equal(new RequestValue("a1", "Eve", "eve@example.com", Role.View));
        session.Rules.Roster().Asking.Should().BeNull();
        session.Rules.Access(Ada).Access!.Asking.Should().ContainSingle();

        Change(session, new AccessCall(Ada, AccessVerb.Grant, Participant: "a1", Role: Role.View));

        ask.Outcome.Should().Be(new AskOutcome(Role.View, null));
        session.Rules.Roster(forSharer: true).Asking.Should().BeEmpty();
        session.Rules.Join(JoinOf(Eve)).Role.Should().Be(Role.View, "also without the secret");
    }

    [Fact]
    public void A_rule_that_lets_somebody_in_answers_too()
    {
        var session = Begun();
        var (eve, bob) = (Ask(session, Eve), Ask(session, Bob, "a2"));

        Change(session, new AccessCall(Ada, AccessVerb.Allow, "EVE@example.com", Role: Role.Edit));

        eve.Outcome!.Role.Should().Be(Role.Edit);
        bob.Outcome.Should().BeNull();
    }

    [Fact]
    public void A_new_link_leaves_who_asked_by_the_old_one_to_the_sharer()
    {
        var session = Begun();
        var eve = Ask(session, Eve);

        session.Rules.Change(new AccessCall(Ada, AccessVerb.Link, Role: Role.View), "new", session.Now);

        eve.Outcome.Should().BeNull("the old secret lets nobody in");
        session.Rules.Join(JoinOf(Eve, secret: Secret)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        Change(session, new AccessCall(Ada, AccessVerb.Grant, Participant: "a1", Role: Role.View));
        eve.Outcome!.Role.Should().Be(Role.View);
    }

    [Fact]
    public void No_is_an_answer_and_removing_bars()
    {
        var session = Begun();
        var eve = Ask(session, Eve);
        Change(session, new AccessCall(Ada, AccessVerb.Refuse, Participant: "a1"));
        eve.Outcome!.Refused!.Text.Should().EndWith("The sharer said no.");

        var again = Ask(session, Eve, "a2");
        Change(session, new AccessCall(Ada, AccessVerb.Remove, Participant: "a2"));
        again.Outcome!.Refused.Should().NotBeNull();
        session.Rules.AskAccess(CallOf(Eve, "a3"), session.Now).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
    }

    [Fact]
    public void Ten_may_ask_at_a_time_and_each_five_times_in_ten_minutes()
    {
        var session = Begun();
        for (var i = 0; i < 10; i++)
            Ask(session, Person(i), $"a{i}");
        session.Rules.AskAccess(CallOf(Person(10), "a10"), session.Now).Refused!.Reason.Should().Be(Reason.RateLimit);
        session.Rules.StopAsking(session.Rules.AskAccess(CallOf(Person(0), "a0"), session.Now).Ask!);
        Ask(session, Person(10), "a10");

        for (var i = 0; i < 4; i++)
            session.Rules.StopAsking(Ask(session, Person(0), $"b{i}", makeRoom: 1 + i));
        session.Rules.AskAccess(CallOf(Person(0), "c"), session.Now).Refused!.Text.Should().Contain("each at most 5 times in 10 min");
        session.Rules.AskAccess(CallOf(Person(0), "c"), session.Now.AddMinutes(10)).Refused.Should().BeNull();
    }

    [Fact]
    public void The_same_asking_over_another_connection_counts_once_and_another_one_of_the_same_person_replaces_it()
    {
        var session = Begun();
        var first = Ask(session, Eve);
        for (var i = 0; i < 20; i++)
            first = Ask(session, Eve);
        session.Rules.Roster(forSharer: true).Asking.Should().ContainSingle();

        var other = Ask(session, Eve, "a2");

        first.Outcome!.Refused!.Text.Should().EndWith("You asked again elsewhere.");
        other.Outcome.Should().BeNull();
        session.Rules.Roster(forSharer: true).Asking.Should().ContainSingle().Which.Participant.Should().Be("a2");
    }

    /// <summary>Who asks for what, under which policy, and what is answered.</summary>
    public static TheoryData<string, UserIdentity?, string?, Role, PolicyOptions, Reason> Refusals() => new()
    {
        { "a guest", null, Secret, Role.View, new(), Reason.SignInRequired },
        { "another secret", Eve, "x", Role.View, new(), Reason.UnknownOrForbidden },
        { "no role", Eve, Secret, Role.None, new(), Reason.InvalidRequest },
        { "another domain", Eve, Secret, Role.View, new() { Domains = "example.org" }, Reason.Policy },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Asking_that_cannot_stand_is_refused(string what, UserIdentity? user, string? secret, Role role, PolicyOptions policy, Reason reason)
    {
        var session = Begun();
        var rules = session.Activate(new Log.LogHead(2, 1, 0, 0, 0, null), policy: new Policy(policy));

        rules.AskAccess(new AskCall("a1", user, secret, role, null), session.Now).Refused!.Reason.Should().Be(reason, what);
    }

    [Fact]
    public void Who_has_access_is_let_in_at_once_and_an_ended_session_can_not_be_asked()
    {
        var session = Begun();
        session.Rules.AskAccess(CallOf(Ada, "a1"), session.Now).Ask!.Outcome!.Role.Should().Be(Role.Edit);

        session.Rules.EndNow(Reason.SharerStopped, null, session.Now);
        session.Rules.AskAccess(CallOf(Eve, "a2"), session.Now).Refused!.Reason.Should().Be(Reason.SessionEnded);
        session.Rules.Join(JoinOf(Eve, secret: Secret)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
    }

    [Fact]
    public void Asking_and_its_answer_stand_in_the_audit()
    {
        var session = Begun();
        Ask(session, Eve);
        Change(session, new AccessCall(Ada, AccessVerb.Grant, Participant: "a1", Role: Role.View));
        session.Rules.StampNotes("s", session.Now);

        session.State.Audit.Skip(1).Select(entry => (entry.Kind, entry.Actor!.Email, entry.Whom?.Email, entry.Role)).Should().Equal(
            (AuditKind.AccessAsked, "eve@example.com", null, Role.View), (AuditKind.Granted, "ada@example.com", "eve@example.com", Role.View));
    }

    private static SessionFixture Begun(Policy? policy = null) => new SessionFixture(ShareOf() with { Link = Role.None }, policy: policy).Share();

    private static UserIdentity Person(int i) => new($"u{i}", $"P{i}", $"p{i}@example.com", null);

    private static AskCall CallOf(UserIdentity user, string id) => new(id, user, Secret, Role.View, "10.0.0.9");

    private static Ask Ask(SessionFixture session, UserIdentity user, string id = "a1", int makeRoom = 0)
    {
        if (makeRoom > 0 && session.Rules.Roster(forSharer: true).Asking!.Length >= 10)
            Change(session, new AccessCall(Ada, AccessVerb.Refuse, Participant: $"a{makeRoom}"));
        var (ask, refused) = session.Rules.AskAccess(CallOf(user, id), session.Now);
        refused.Should().BeNull();
        return ask!;
    }

    private static void Change(SessionFixture session, AccessCall call) => session.Rules.Change(call, "x", session.Now).Refused.Should().BeNull();
}
