using SessionShare.Grains.Log;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>Rules that change while people are here.</summary>
public sealed class AccessChangeTests
{
    private static readonly UserIdentity Boss = Ada with { Team = "blue" };
    private static readonly UserIdentity Tom = new("u-tom", "Tom", "tom@example.com", "blue");

    [Fact]
    public void Who_is_allowed_edit_has_it_in_the_same_turn_and_the_roster_says_so()
    {
        var session = Watched();
        var version = session.Rules.RosterVersion;

        Change(session, AccessVerb.Allow, Bob.Email, role: Role.Edit).Refused.Should().BeNull();

        RoleOf(session, "p1").Should().Be(Role.Edit);
        session.Rules.RosterVersion.Should().BeGreaterThan(version);
        session.Rules.Type(Input(), session.Now).Should().BeNull();
    }

    [Fact]
    public void Who_types_while_the_sharers_client_holds_keys_is_told_so_and_the_next_connection_holds_anew()
    {
        var session = Watched(Role.Edit);
        session.Rules.HoldTyping(new HoldTypingCall(session.Epoch, session.Attachment, true));
        session.Rules.Type(Input(1), session.Now)!.Reason.Should().Be(Reason.TypingHeld);

        session.Rules.HoldTyping(new HoldTypingCall(session.Epoch, session.Attachment - 1, false));
        session.Rules.Type(Input(1), session.Now)!.Reason.Should().Be(Reason.TypingHeld, "an old connection says nothing");

        session.Rules.HoldTyping(new HoldTypingCall(session.Epoch, session.Attachment, false));
        session.Rules.Type(Input(1), session.Now).Should().BeNull();
    }

    [Fact]
    public void Revoked_while_input_waits_nothing_of_it_is_written_any_more()
    {
        var session = Watched(Role.Edit);
        session.Rules.Join(JoinOf(Eve, "p2", "linksecret", "c2"));
        Change(session, AccessVerb.Grant, participant: "p2", role: Role.Edit);
        session.Rules.Type(Input(1), session.Now).Should().BeNull();
        session.Rules.Type(new TypeCall("p2", "c2", 1, "mine"u8.ToArray()), session.Now).Should().BeNull();

        Change(session, AccessVerb.Revoke, Bob.Email);

        session.Rules.Typed.After(0)!.Participant.Should().Be("p2");
        session.Rules.Typed.After(session.Rules.Typed.After(0)!.Number).Should().BeNull();
        session.Rules.Type(Input(2), session.Now)!.Reason.Should().Be(Reason.RoleTooLow);
    }

    [Fact]
    public void Revoking_all_takes_edit_from_everyone_but_the_sharer_by_whatever_rule_they_have_it()
    {
        var session = new SessionFixture(ShareOf(Boss, allow: [new(Bob.Email, Role.Manage)]) with { Link = Role.Edit, Team = Role.Edit }).Share();
        session.Rules.Join(JoinOf(Bob));
        session.Rules.Join(JoinOf(Tom, "p2"));
        session.Rules.Join(JoinOf(null, "p3", "linksecret"));
        session.Rules.Join(JoinOf(Boss, "p4"));
        session.Rules.Roster().Participants.Should().OnlyContain(known => known.Role >= Role.Edit);

        Change(session, AccessVerb.RevokeAll).Refused.Should().BeNull();

        session.Rules.Roster().Participants.Select(known => known.Role).Should().Equal(Role.View, Role.View, Role.View, Role.Edit);
        session.State.LinkSecret.Should().Be("linksecret", "the link still lets its holders watch");
        session.Rules.Join(JoinOf(null, "p5", "linksecret")).Role.Should().Be(Role.View);
    }

    [Fact]
    public void One_who_edits_by_the_teams_rule_can_be_revoked_alone_and_granted_again()
    {
        var session = new SessionFixture(ShareOf(Boss) with { Team = Role.Edit }).Share();
        session.Rules.Join(JoinOf(Tom));

        Change(session, AccessVerb.Revoke, Tom.Email);
        RoleOf(session, "p1").Should().Be(Role.View);
        session.Rules.Join(JoinOf(Tom, connection: "c2", rejoin: true)).Role.Should().Be(Role.View, "coming back undoes nothing");

        Change(session, AccessVerb.Grant, participant: "p1", role: Role.Edit, until: session.Now.AddMinutes(15));
        RoleOf(session, "p1").Should().Be(Role.Edit);
        session.Rules.Pass(session.Now.AddMinutes(15));
        RoleOf(session, "p1").Should().Be(Role.View, "the time is over");
    }

    [Fact]
    public void Who_is_removed_is_out_at_once_and_barred_until_invited_again()
    {
        var session = new SessionFixture(ShareOf(Boss, allow: [new(Tom.Email, Role.View)]) with { Link = Role.View, Team = Role.View }).Share();
        session.Rules.Join(JoinOf(Tom));

        Change(session, AccessVerb.Remove, Tom.Email).Refused.Should().BeNull();

        session.Rules.Roster().Participants.Should().BeEmpty();
        session.Rules.Join(JoinOf(Tom, "p2", "linksecret")).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        session.Rules.Announce(JoinOf(Tom));
        session.Rules.Roster().Participants.Should().BeEmpty("a gateway that announces it again changes nothing");
        Change(session, AccessVerb.Allow, "TOM@example.com", role: Role.View);
        session.Rules.Join(JoinOf(Tom, "p2")).Role.Should().Be(Role.View);
    }

    [Fact]
    public void A_guest_that_is_removed_cannot_come_back_as_itself()
    {
        var session = new SessionFixture().Share();
        session.Rules.Join(JoinOf(null, "p1", "linksecret"));

        Change(session, AccessVerb.Remove, participant: "p1").Refused.Should().BeNull();

        session.Rules.Roster().Participants.Should().BeEmpty();
        session.Rules.Join(JoinOf(null, "p1", "linksecret", rejoin: true)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
    }

    [Fact]
    public void A_changed_link_has_another_secret_and_who_came_by_the_old_one_is_out()
    {
        var session = new SessionFixture(allow: new EmailRuleValue(Bob.Email, Role.View)).Share();
        session.Rules.Join(JoinOf(Bob, "p1", "linksecret"));
        session.Rules.Join(JoinOf(null, "p2", "linksecret"));

        Change(session, AccessVerb.Link, role: Role.Edit).Access!.LinkSecret.Should().Be("renewed");

        session.Rules.Roster().Participants.Should().ContainSingle().Which.Should().Match<ParticipantValue>(known => known.Id == "p1" && known.Role == Role.View);
        session.Rules.Join(JoinOf(null, "p3", "linksecret")).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        session.Rules.Join(JoinOf(null, "p3", "renewed")).Role.Should().Be(Role.Edit);
    }

    [Theory]
    [InlineData(AccessVerb.Allow)]
    [InlineData(AccessVerb.Team)]
    [InlineData(AccessVerb.Link)]
    [InlineData(AccessVerb.Grant)]
    public void A_rule_that_ends_is_due_then_and_counts_until_then(AccessVerb verb)
    {
        var session = new SessionFixture(ShareOf(Boss) with { Link = Role.View }).Share();
        var until = session.Now.AddMinutes(1);
        if (verb != AccessVerb.Grant)
            Change(session, AccessVerb.Link, role: Role.None);
        var who = verb switch { AccessVerb.Link or AccessVerb.Grant => null, AccessVerb.Team => Tom, _ => Bob };
        if (verb != AccessVerb.Grant)
            Change(session, verb, verb == AccessVerb.Allow ? Bob.Email : null, role: Role.Edit, until: until);
        session.Rules.Join(JoinOf(who, "p1", verb == AccessVerb.Grant ? "linksecret" : verb == AccessVerb.Link ? "renewed" : null)).Refused.Should().BeNull();
        if (verb == AccessVerb.Grant)
            Change(session, verb, participant: "p1", role: Role.Edit, until: until);

        session.Rules.NextDue(session.Now).Should().Be(until);
        session.Rules.StoredDue(session.Now).Should().Be(until);
        session.Rules.Type(Input(1), until.AddTicks(-1)).Should().BeNull();
        session.Rules.Type(Input(2), until)!.Reason.Should().Be(verb == AccessVerb.Grant ? Reason.RoleTooLow : Reason.UnknownOrForbidden, "the timer has not even been");
        session.Rules.Roster().Participants.Length.Should().Be(verb == AccessVerb.Grant ? 1 : 0);
        session.Rules.NextDue(until).Should().NotBe(until);
    }

    [Fact]
    public void A_grant_for_a_time_stands_beside_the_lasting_rule_which_counts_again()
    {
        var session = Watched();
        Change(session, AccessVerb.Allow, Bob.Email, role: Role.View);

        var granted = Change(session, AccessVerb.Grant, participant: "p1", role: Role.Edit, until: session.Now.AddMinutes(15)).Access!;
        granted.Allow.Should().HaveCount(2);
        Change(session, AccessVerb.Grant, participant: "p1", role: Role.Manage, until: session.Now.AddMinutes(20)).Access!.Allow.Should().HaveCount(2);
        session.Rules.Pass(session.Now.AddMinutes(19));
        RoleOf(session, "p1").Should().Be(Role.Manage);

        session.Rules.Pass(session.Now.AddMinutes(20));
        RoleOf(session, "p1").Should().Be(Role.View);
    }

    [Theory]
    [InlineData(Role.None, Reason.UnknownOrForbidden)]
    [InlineData(Role.View, Reason.RoleTooLow)]
    [InlineData(Role.Edit, Reason.RoleTooLow)]
    [InlineData(Role.Manage, null)]
    public void Only_those_who_manage_change_anything_and_nobody_touches_the_sharer(Role role, Reason? expected)
    {
        foreach (var verb in Enum.GetValues<AccessVerb>())
        {
            var session = new SessionFixture(ShareOf(Boss, allow: role == Role.None ? [] : [new(Bob.Email, role)])).Share();
            session.Rules.Join(JoinOf(Eve, "p1", "linksecret"));
            session.Rules.Join(JoinOf(Boss, "p2"));
            var email = verb is AccessVerb.Allow or AccessVerb.Revoke or AccessVerb.Remove ? Eve.Email : null;
            var participant = verb is AccessVerb.Grant or AccessVerb.Refuse ? "p1" : null;
            var given = verb is AccessVerb.Allow or AccessVerb.Team or AccessVerb.Link or AccessVerb.Grant ? Role.Edit : Role.None;
            var before = session.Rules.StateVersion;

            (session.Rules.Change(new AccessCall(Bob, verb, email, participant, given), "renewed", session.Now).Refused?.Reason).Should().Be(expected, $"{verb} by {role}");
            (session.Rules.StateVersion > before).Should().Be(expected is null);
            (session.Rules.Access(Bob).Refused?.Reason).Should().Be(role == Role.Manage && verb != AccessVerb.RevokeAll ? null : role == Role.None ? Reason.UnknownOrForbidden : Reason.RoleTooLow);

            if (verb is AccessVerb.Allow or AccessVerb.Revoke or AccessVerb.Remove)
                session.Rules.Change(new AccessCall(Boss, verb, "ADA@example.com", null, given), "", session.Now).Refused!.Reason.Should().Be(Reason.InvalidRequest);
            if (verb is AccessVerb.Grant or AccessVerb.Revoke or AccessVerb.Remove)
                session.Rules.Change(new AccessCall(Boss, verb, null, "p2", Role.View), "", session.Now).Refused!.Reason.Should().Be(Reason.InvalidRequest);
            RoleOf(session, "p2").Should().Be(Role.Edit);
        }
    }

    [Fact]
    public void A_request_stands_in_the_roster_until_it_is_answered_or_taken_back_and_survives_reconnects_and_activations()
    {
        var session = Watched();
        session.Rules.RequestRole(new RoleCall("p1", "c1", Role.Edit)).Should().BeNull();
        RequestOf(session.Rules).Should().Be(Role.Edit);
        session.Rules.RequestRole(new RoleCall("p1", "c1", Role.Manage)).Should().BeNull();
        RequestOf(session.Rules).Should().Be(Role.Manage, "one request a participant");

        session.Rules.Leave(new LeaveCall("p1", "c1", ForGood: false), session.Now);
        session.Rules.Join(JoinOf(Bob, secret: "linksecret", connection: "c2", rejoin: true));
        session.Rules.SharerLeft(session.Now);
        session.Share(session.Epoch);
        var later = session.Activate(new LogHead(2, 1, 0, 0, 0, null));
        RequestOf(later).Should().Be(Role.Manage);
        later.Join(JoinOf(Bob, secret: "linksecret", connection: "c3", rejoin: true)).Refused.Should().BeNull();
        RequestOf(later).Should().Be(Role.Manage);

        later.Change(new AccessCall(Ada, AccessVerb.Refuse, Participant: "p1"), "", session.Now).Refused.Should().BeNull();
        RequestOf(later).Should().Be(Role.None);
        later.RequestRole(new RoleCall("p1", "c3", Role.Edit));
        later.RequestRole(new RoleCall("p1", "c3", Role.None)).Should().BeNull();
        RequestOf(later).Should().Be(Role.None);
        later.RequestRole(new RoleCall("p1", "c3", Role.Edit));
        later.Change(new AccessCall(Ada, AccessVerb.Grant, Participant: "p1", Role: Role.Edit), "", session.Now).Refused.Should().BeNull();
        RequestOf(later).Should().Be(Role.None);
        later.Roster().Participants.Single().Role.Should().Be(Role.Edit);
    }

    [Fact]
    public void A_guest_is_granted_edit_as_a_participant_and_never_manages()
    {
        var session = new SessionFixture().Share();
        session.Rules.Join(JoinOf(null, "p1", "linksecret"));
        session.Rules.RequestRole(new RoleCall("p1", "c1", Role.Manage))!.Reason.Should().Be(Reason.InvalidRequest);
        session.Rules.RequestRole(new RoleCall("p1", "c1", Role.Edit)).Should().BeNull();

        Change(session, AccessVerb.Grant, participant: "p1", role: Role.Manage).Refused!.Reason.Should().Be(Reason.InvalidRequest);
        Change(session, AccessVerb.Grant, participant: "p1", role: Role.Edit).Access!.Allow.Should().BeEmpty();

        RoleOf(session, "p1").Should().Be(Role.Edit);
        session.Rules.Join(JoinOf(null, "p1", "linksecret", "c2", rejoin: true)).Role.Should().Be(Role.Edit);
        session.Activate(new LogHead(2, 1, 0, 0, 0, null)).Join(JoinOf(null, "p1", "linksecret", "c3", rejoin: true)).Role.Should().Be(Role.Edit);
        session.Rules.Join(JoinOf(null, "p2", "linksecret")).Role.Should().Be(Role.View);
    }

    [Fact]
    public void Whoever_hands_back_watches_on_and_may_ask_again()
    {
        var session = Watched(Role.Edit);
        session.Rules.Type(Input(), session.Now);

        session.Rules.HandBack(new RoleCall("p1", "c1", Role.View)).Should().BeNull();

        RoleOf(session, "p1").Should().Be(Role.View);
        session.Rules.Typed.After(0).Should().BeNull();
        session.Rules.HandBack(new RoleCall("p1", "c1", Role.View))!.Reason.Should().Be(Reason.RoleTooLow);
        session.Rules.RequestRole(new RoleCall("p1", "c1", Role.Edit)).Should().BeNull();
        RequestOf(session.Rules).Should().Be(Role.Edit);
    }

    [Fact]
    public void Without_a_team_there_is_no_team_rule_and_rules_are_counted()
    {
        var session = new SessionFixture(new SessionOptions { MaxRules = 1 }).Share();
        Change(session, AccessVerb.Team, role: Role.View).Refused!.Text.Should().Contain("without a team");
        Change(session, AccessVerb.Allow, "a@example.com", role: Role.View).Refused.Should().BeNull();
        Change(session, AccessVerb.Allow, "b@example.com", role: Role.View).Refused!.Text.Should().Contain("at most 1");
        Change(session, AccessVerb.Allow, "A@example.com", role: Role.Edit).Refused.Should().BeNull("it is a change");
        Change(session, AccessVerb.Allow, "nobody", role: Role.View).Refused!.Reason.Should().Be(Reason.InvalidRequest);
        Change(session, AccessVerb.Link, role: Role.Manage).Refused!.Reason.Should().Be(Reason.InvalidRequest);
    }

    private static SessionFixture Watched(Role role = Role.View)
    {
        var session = new SessionFixture(null, null, role == Role.View ? [] : [new EmailRuleValue(Bob.Email, role)]).Share();
        session.Rules.Join(JoinOf(Bob, secret: "linksecret")).Role.Should().Be(role);
        return session;
    }

    private static AccessAnswer Change(
        SessionFixture session, AccessVerb verb, string? email = null, string? participant = null, Role role = Role.None, DateTimeOffset? until = null) =>
        session.Rules.Change(new AccessCall(session.State.Owner!, verb, email, participant, role, until), "renewed", session.Now);

    private static Role RoleOf(SessionFixture session, string participant) => session.Rules.Roster().Participants.Single(known => known.Id == participant).Role;

    private static Role RequestOf(Session rules) => rules.Roster().Participants.Single().Request;

    private static TypeCall Input(long number = 1) => new("p1", "c1", number, "x"u8.ToArray());
}
