using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

public sealed class AccessTests
{
    [Theory]
    [InlineData("bob@example.com", null, Role.None, Role.View, Role.View)]
    [InlineData("BOB@Example.com", null, Role.None, Role.Edit, Role.Edit)]
    [InlineData("bob@example.com", "linksecret", Role.Edit, Role.View, Role.Edit)]
    [InlineData("eve@example.com", "linksecret", Role.View, Role.Edit, Role.View)]
    [InlineData("eve@example.com", "linksecreT", Role.Edit, Role.Edit, Role.None)]
    [InlineData("eve@example.com", null, Role.Edit, Role.Edit, Role.None)]
    [InlineData("eve@example.com", "linksecret", Role.None, Role.Edit, Role.None)]
    [InlineData(null, "linksecret", Role.View, Role.Edit, Role.View)]
    [InlineData(null, null, Role.View, Role.Edit, Role.None)]
    public void The_effective_role_is_the_highest_that_applies(string? email, string? secret, Role link, Role ruleForBob, Role expected)
    {
        var state = new SessionState { Owner = Ada, LinkRole = link, LinkSecret = "linksecret", Allow = [new EmailRuleValue("bob@example.com", ruleForBob)] };
        var user = email is null ? null : new UserIdentity("u", "n", email, null);
        AccessRules.RoleOf(state, user, AccessRules.HoldsLink(state, secret)).Should().Be(expected);
    }

    [Fact]
    public void Without_a_secret_of_its_own_a_session_has_no_link() =>
        AccessRules.HoldsLink(new SessionState { Owner = Ada, LinkRole = Role.Edit }, "").Should().BeFalse();

    [Fact]
    public void The_sharer_may_type_into_the_own_session() =>
        AccessRules.RoleOf(new SessionState { Owner = Ada }, Ada, holdsLink: false).Should().Be(Role.Edit);

    [Fact]
    public void An_outsider_gets_the_answer_of_an_unknown_session() =>
        new SessionFixture().Share().Rules.Join(JoinOf(Eve)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);

    [Fact]
    public void Another_person_cannot_share_on() =>
        new SessionFixture().Share().Rules.MayShare(ShareOf(Eve))!.Reason.Should().Be(Reason.UnknownOrForbidden);

    [Fact]
    public void A_viewer_cannot_type_whatever_it_sends()
    {
        var session = new SessionFixture().Share();
        session.Rules.Join(JoinOf(Bob, secret: "linksecret")).Role.Should().Be(Role.View);

        session.Rules.Type(new TypeCall("p1", "c1", 1, "x"u8.ToArray()), session.Now)!.Reason.Should().Be(Reason.RoleTooLow);
        session.Rules.Typed.After(0).Should().BeNull();
    }

    [Fact]
    public void An_editors_window_stands_in_the_roster_and_a_viewers_never_does()
    {
        var session = Editor();
        session.Rules.Resize(new ResizeCall("p1", "c1", 100, 30)).Should().BeNull();

        session.Rules.Roster().Participants.Single().Should().Match<ParticipantValue>(known => known.Columns == 100 && known.Rows == 30);
        var version = session.Rules.RosterVersion;
        session.Rules.Resize(new ResizeCall("p1", "c1", 100, 30)).Should().BeNull();
        session.Rules.RosterVersion.Should().Be(version, "nothing has changed");
        session.Rules.Resize(new ResizeCall("p1", "c1", 0, 30))!.Reason.Should().Be(Reason.InvalidRequest);
        session.Rules.Resize(new ResizeCall("p1", "c1", 1001, 30))!.Reason.Should().Be(Reason.InvalidRequest);
        session.Rules.Resize(new ResizeCall("p1", "old", 80, 24))!.Reason.Should().Be(Reason.UnknownOrForbidden);

        var other = new SessionFixture().Share();
        other.Rules.Join(JoinOf(Bob, secret: "linksecret")).Role.Should().Be(Role.View);
        other.Rules.Resize(new ResizeCall("p1", "c1", 100, 30))!.Reason.Should().Be(Reason.RoleTooLow);
        other.Rules.Roster().Participants.Single().Columns.Should().Be(0);
    }

    [Fact]
    public void An_editor_types_each_number_once_and_in_order()
    {
        var session = Editor();

        session.Rules.Type(Input(1), session.Now).Should().BeNull();
        session.Rules.Type(Input(1), session.Now).Should().BeNull();
        session.Rules.Type(Input(2), session.Now).Should().BeNull();
        session.Rules.Type(Input(4), session.Now)!.Should().Match<RefusalValue>(refusal => refusal.Reason == Reason.Gap && refusal.Expected == 3);

        var first = session.Rules.Typed.After(0)!;
        var second = session.Rules.Typed.After(first.Number)!;
        (first.ParticipantNumber, second.ParticipantNumber).Should().Be((1, 2));
        session.Rules.Typed.After(second.Number).Should().BeNull();
    }

    [Fact]
    public void Input_that_an_earlier_process_has_not_confirmed_never_reaches_the_next_one_s_program()
    {
        var session = new SessionFixture(allow: new EmailRuleValue("bob@example.com", Role.Edit)).Share();
        session.Rules.Join(SessionFixture.JoinOf(SessionFixture.Bob));
        session.Rules.Type(new TypeCall("p1", "c1", 1, "rm x\r"u8.ToArray()), session.Now).Should().BeNull();

        session.Share(session.Epoch);
        session.Rules.Typed.After(0).Should().NotBeNull("the same process comes back");
        session.Share();

        session.Rules.Typed.After(0).Should().BeNull();
        session.Rules.Type(new TypeCall("p1", "c1", 2, "ls\r"u8.ToArray()), session.Now).Should().BeNull();
        session.Rules.Typed.After(0)!.ParticipantNumber.Should().Be(2);
    }

    [Fact]
    public void Whoever_types_hears_how_far_the_sharer_s_client_has_written_it()
    {
        var session = Editor();
        session.Rules.Input(Input(1), session.Now).Should().Be(new InputAnswer(null, 0, session.Epoch));
        session.Rules.Input(Input(2), session.Now).Should().Be(new InputAnswer(null, 0, session.Epoch));

        session.Rules.Typed.Seen(session.Rules.Typed.After(0)!.Number);
        session.Rules.Input(Input(2), session.Now).Should().Be(new InputAnswer(null, 1, session.Epoch), "a number that it has is answered as taken");
        session.Rules.Typed.Seen(session.Rules.Typed.After(0)!.Number);
        session.Rules.Input(Input(3), session.Now).Written.Should().Be(2);
    }

    [Fact]
    public void Number_that_was_taken_in_is_answered_as_taken_though_the_right_to_type_is_gone_since()
    {
        var session = Editor();
        session.Rules.Type(Input(1), session.Now).Should().BeNull();
        session.Rules.Change(new AccessCall(session.State.Owner!, AccessVerb.Allow, "bob@example.com", Role: Role.View), "renewed", session.Now).Refused.Should().BeNull();

        session.Rules.Input(Input(1), session.Now).Should().Be(new InputAnswer(null, 1, session.Epoch), "its answer was lost, and what waited of it is void");
        session.Rules.Type(Input(2), session.Now)!.Reason.Should().Be(Reason.RoleTooLow);
        session.Rules.Typed.After(0).Should().BeNull();
    }

    [Fact]
    public void Activation_that_knows_nothing_of_what_was_typed_asks_for_the_oldest_that_is_kept()
    {
        var session = Editor();
        session.Rules.Type(Input(7) with { Oldest = 5 }, session.Now)!.Should().Match<RefusalValue>(refusal => refusal.Reason == Reason.Gap && refusal.Expected == 5);
        session.Rules.Type(Input(5) with { Oldest = 5, Epoch = session.Epoch }, session.Now).Should().BeNull();
        session.Rules.Type(Input(7) with { Oldest = 5 }, session.Now)!.Expected.Should().Be(6);
        session.Rules.Typed.After(0)!.ParticipantNumber.Should().Be(5);
    }

    [Fact]
    public void Input_that_is_sent_again_and_was_meant_for_a_program_before_is_dropped()
    {
        var session = Editor();
        var before = session.Epoch;
        session.Share();

        session.Rules.Input(Input(1) with { Oldest = 1, Epoch = before }, session.Now).Should().Be(new InputAnswer(null, 1, session.Epoch));
        session.Rules.Typed.After(0).Should().BeNull();
        session.Rules.Type(Input(2), session.Now).Should().BeNull();
        session.Rules.Typed.After(0)!.ParticipantNumber.Should().Be(2);
    }

    [Fact]
    public void Input_waits_for_the_sharer_in_a_bounded_room_until_it_is_seen()
    {
        var session = Editor(new SessionOptions { MaxTypedBytes = 16 * 1024 });
        session.Rules.Type(Input(1, 16 * 1024), session.Now).Should().BeNull();

        session.Rules.Type(Input(2), session.Now)!.Reason.Should().Be(Reason.Busy);
        session.Rules.Typed.Seen(session.Rules.Typed.After(0)!.Number);
        session.Rules.Type(Input(2), session.Now).Should().BeNull();
    }

    [Fact]
    public void Nothing_can_be_typed_while_the_sharer_is_away_or_over_a_connection_that_was_replaced()
    {
        var session = Editor();
        session.Rules.SharerLeft(session.Now);
        session.Rules.Type(Input(1), session.Now)!.Reason.Should().Be(Reason.SharerAway);

        session.Rules.SharerCame();
        session.Rules.Join(JoinOf(Bob, connection: "c2", rejoin: true));
        session.Rules.Type(Input(1), session.Now)!.Reason.Should().Be(Reason.UnknownOrForbidden);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 16_385)]
    public void Input_out_of_bounds_is_refused(long number, int bytes) =>
        Editor().Rules.Type(Input(number, bytes), default)!.Reason.Should().Be(Reason.InvalidRequest);

    private static SessionFixture Editor(SessionOptions? options = null)
    {
        var session = new SessionFixture(options, null, new EmailRuleValue(Bob.Email, Role.Edit)).Share();
        session.Rules.Join(JoinOf(Bob)).Role.Should().Be(Role.Edit);
        return session;
    }

    private static TypeCall Input(long number, int bytes = 1) => new("p1", "c1", number, new byte[bytes]);
}
