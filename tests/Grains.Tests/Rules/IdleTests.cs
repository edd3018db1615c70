using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

public sealed class IdleTests
{
    private static readonly EmailRuleValue BobEdits = new(Bob.Email, Role.Edit);

    [Fact]
    public void Step_that_nobody_looked_at_in_time_is_still_due()
    {
        var idle = new Idleness(TimeSpan.Zero, TimeSpan.FromMinutes(20), DateTimeOffset.UnixEpoch);
        idle.NextDue(mayLapse: false).Should().Be(DateTimeOffset.UnixEpoch.AddMinutes(15));

        idle.Passed(DateTimeOffset.UnixEpoch.AddMinutes(16));
        idle.NextDue(mayLapse: false).Should().Be(DateTimeOffset.UnixEpoch.AddMinutes(20), "however late it is by now");

        idle.Passed(DateTimeOffset.UnixEpoch.AddMinutes(20));
        idle.NextDue(mayLapse: false).Should().BeNull();
    }

    [Fact]
    public void The_right_to_edit_of_everyone_but_the_sharer_lapses_after_half_an_hour_and_is_announced_before()
    {
        var session = new SessionFixture(null, null, BobEdits).Share();
        session.Rules.Join(JoinOf(Bob));
        session.Rules.Join(JoinOf(Ada, "own", connection: "c-own"));
        session.Rules.NextDue(session.Now).Should().Be(session.Now.AddMinutes(25));

        session.Rules.Pass(session.Now.AddMinutes(25));
        session.Rules.Notice!.Should().Be(new NoticeValue(Reason.EditLapsed, "Nothing happens here: the right to edit of everyone but the sharer lapses at 12:30:00 UTC unless something does."));
        RoleOf(session, "p1").Should().Be(Role.Edit);

        session.Rules.Pass(session.Now.AddMinutes(30));
        RoleOf(session, "p1").Should().Be(Role.View);
        RoleOf(session, "own").Should().Be(Role.Edit);
        session.Rules.Notice!.Text.Should().Be("Nothing happened for 30 min: the right to edit of everyone but the sharer has lapsed.");
        session.Rules.Join(JoinOf(Bob, "p2", connection: "c2")).Role.Should().Be(Role.View, "the rule lapsed, not only the role of who was in");
        session.Rules.NextDue(session.Now.AddMinutes(30)).Should().BeNull();
    }

    [Fact]
    public void Output_and_typing_are_activity_and_take_the_announcement_back()
    {
        var session = new SessionFixture(null, null, BobEdits).Share();
        session.Rules.Join(JoinOf(Bob));
        var start = session.Now;

        session.Rules.Pass(start.AddMinutes(26));
        session.Now = start.AddMinutes(27);
        session.Append(1, "x"u8.ToArray());
        session.Rules.Notice.Should().Be(new NoticeValue(Reason.None, ""));
        session.Rules.Pass(start.AddMinutes(31));
        RoleOf(session, "p1").Should().Be(Role.Edit);

        session.Rules.Type(new TypeCall("p1", "c1", 1, "x"u8.ToArray()), start.AddMinutes(50)).Should().BeNull();
        session.Rules.Pass(start.AddMinutes(79));
        RoleOf(session, "p1").Should().Be(Role.Edit);
        session.Rules.Pass(start.AddMinutes(80));
        RoleOf(session, "p1").Should().Be(Role.View);
    }

    [Fact]
    public void A_session_ends_by_idleness_only_where_that_is_set_and_says_so_before()
    {
        var session = new SessionFixture(ShareOf() with { Idle = new IdleRuleValue(TimeSpan.Zero, TimeSpan.FromHours(2)) }).Share();
        session.Rules.Pass(session.Now.AddMinutes(114));
        session.Rules.Notice.Should().BeNull();
        session.Rules.Pass(session.Now.AddMinutes(115));
        session.Rules.Notice!.Text.Should().Be("Nothing happens here: the session ends at 14:00:00 UTC unless something does.");
        session.Rules.Pass(session.Now.AddMinutes(120));
        session.Rules.Ended!.Should().Match<EndedValue>(ended => ended.Reason == Reason.Idle && ended.Text == "Nothing happened for a long time. The session waited 2 h.");

        var other = new SessionFixture().Share();
        other.Rules.Pass(other.Now.AddDays(3));
        other.Rules.Ended.Should().BeNull();
    }

    [Fact]
    public void Keyframes_are_no_activity()
    {
        var session = new SessionFixture(ShareOf() with { Idle = new IdleRuleValue(null, TimeSpan.FromMinutes(10)) }).Share();
        var start = session.Now;
        session.Now = start.AddMinutes(9);
        session.Append(1, (FrameKind.Keyframe, KeyframePart.Payloads(new TerminalSize(80, 24), new byte[5]).Single())).Refused.Should().BeNull();
        session.Rules.Pass(start.AddMinutes(10));
        session.Rules.Ended!.Reason.Should().Be(Reason.Idle);
    }

    [Fact]
    public void A_sharer_s_choice_counts_before_the_server_s()
    {
        var options = new SessionOptions { EditLapse = TimeSpan.FromMinutes(1), EndIdle = TimeSpan.FromMinutes(2) };
        new SessionFixture(ShareOf(), options).State.Idle.Should().Be(new IdleRuleValue(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)));
        new SessionFixture(ShareOf() with { Idle = new IdleRuleValue(TimeSpan.Zero, null) }, options).State.Idle
            .Should().Be(new IdleRuleValue(TimeSpan.Zero, TimeSpan.FromMinutes(2)));
    }

    private static Role RoleOf(SessionFixture session, string participant) =>
        session.Rules.Roster().Participants.Single(known => known.Id == participant).Role;
}
