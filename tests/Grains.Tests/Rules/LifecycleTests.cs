using SessionShare.Grains.Log;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

public sealed class LifecycleTests
{
    [Fact]
    public void A_lost_sharer_is_waited_for_and_the_session_ends_when_the_grace_is_over()
    {
        var session = new SessionFixture().Share();
        session.Rules.SharerLeft(session.Now);
        session.Rules.SharerState.Should().Be(SharerState.Reconnecting);
        session.Rules.NextDue(session.Now).Should().Be(session.Now.AddMinutes(10));

        session.Rules.Pass(session.Now.AddMinutes(10).AddTicks(-1));
        session.Rules.Ended.Should().BeNull();
        session.Rules.Pass(session.Now.AddMinutes(10));
        session.Rules.Ended!.Reason.Should().Be(Reason.SharerLost);
    }

    [Fact]
    public void A_sharer_that_comes_back_in_time_shares_on()
    {
        var session = new SessionFixture().Share();
        session.Rules.SharerLeft(session.Now);
        session.Share(session.Epoch);
        session.Rules.Pass(session.Now.AddHours(1));
        session.Rules.Ended.Should().BeNull();
    }

    [Fact]
    public void The_end_waits_for_the_last_frame()
    {
        var session = new SessionFixture().Share();
        session.Append(1, "a"u8.ToArray());

        End(session, 2)!.Should().Match<RefusalValue>(refusal => refusal.Reason == Reason.Gap && refusal.Expected == 2);
        End(session, 1).Should().BeNull();
        session.Rules.Ended.Should().Be(new EndedValue(Reason.SharerExited, "The shared command has ended.", 1, 3));
        End(session, 1).Should().BeNull("saying it twice is no fault");
    }

    [Fact]
    public void Only_the_author_of_now_ends_and_only_for_a_reason_of_its_own()
    {
        var session = new SessionFixture().Share();
        session.Rules.End(new EndCall(session.Epoch, session.Attachment - 1, 0, Reason.SharerExited, null), session.Now)!.Reason.Should().Be(Reason.Replaced);
        session.Rules.End(new EndCall(session.Epoch, session.Attachment, 0, Reason.DayLimit, null), session.Now)!.Reason.Should().Be(Reason.InvalidRequest);
    }

    [Fact]
    public void An_author_that_another_activation_has_let_in_is_known_to_be_newer_not_taken_for_an_older_one()
    {
        var session = new SessionFixture().Share();
        session.Rules.IsUnheardOf(session.Epoch, session.Attachment).Should().BeFalse();
        session.Rules.IsUnheardOf(session.Epoch, session.Attachment + 1).Should().BeTrue();
        session.Rules.IsUnheardOf(session.Epoch + 1, 1).Should().BeTrue();
        session.Share();
        session.Rules.IsUnheardOf(session.Epoch - 1, session.Attachment + 1).Should().BeFalse();
    }

    [Fact]
    public void An_asking_that_arrives_behind_a_later_one_or_behind_another_process_takes_nothing()
    {
        var session = new SessionFixture();
        session.Share(call: Asking("a", 1));
        session.Rules.MayShare(Asking("a", 1)).Should().BeNull("a gateway tries the same asking again");
        session.Share(call: Asking("a", 3));

        session.Rules.MayShare(Asking("a", 2))!.Reason.Should().Be(Reason.Replaced);
        session.Rules.MayShare(Asking("a", 2) with { Epoch = session.Epoch })!.Reason.Should().Be(Reason.Replaced);
        session.Rules.MayShare(Asking("a", 4)).Should().BeNull();

        session.Share(call: Asking("b", 1));
        session.Rules.MayShare(Asking("a", 5))!.Reason.Should().Be(Reason.OwnershipLost);
        session.Share();
        session.Rules.MayShare(Asking("b", 2))!.Reason.Should().Be(Reason.OwnershipLost, "one without a name took it over");

        static ShareCall Asking(string process, long attempt) => ShareOf() with { Process = process, Attempt = attempt };
    }

    [Fact]
    public void Another_activation_knows_which_processes_have_shared()
    {
        var session = new SessionFixture();
        for (var number = 1; number <= 9; number++)
            session.Share(call: ShareOf() with { Process = $"p{number}", Attempt = 1 });

        var next = session.Activate(new LogHead(2, 1, 0, 0, 0, null));

        next.MayShare(ShareOf() with { Process = "p8", Attempt = 2 })!.Reason.Should().Be(Reason.OwnershipLost);
        next.MayShare(ShareOf() with { Process = "p1", Attempt = 2 }).Should().BeNull("eight are remembered");
    }

    [Fact]
    public void A_sharer_that_comes_back_to_its_ended_session_hears_up_to_where_it_is_durable_unless_it_ended_otherwise()
    {
        var session = new SessionFixture().Share();
        session.Append(1, new byte[1]);
        session.Rules.End(new EndCall(session.Epoch, session.Attachment, 1, Reason.SharerExited, null), session.Now);
        session.Rules.MayShare(ShareOf(epoch: session.Epoch))!.Expected.Should().Be(2);
        session.Rules.MayShare(ShareOf())!.Expected.Should().BeNull("another process sent none of it");

        var idle = new SessionFixture().Share();
        idle.Rules.EndNow(Reason.Idle, null, idle.Now);
        idle.Rules.MayShare(ShareOf(epoch: idle.Epoch))!.Expected.Should().BeNull();
        idle.Rules.End(new EndCall(idle.Epoch, idle.Attachment, 0, Reason.SharerExited, null), idle.Now)!.Reason.Should().Be(Reason.SessionEnded);
    }

    [Fact]
    public void Nobody_joins_an_ended_session_but_who_was_in_it_comes_back_to_read_to_the_end()
    {
        var session = new SessionFixture(null, null, new EmailRuleValue(Bob.Email, Role.View)).Share();
        session.Rules.Join(JoinOf(Bob));
        session.Rules.EndNow(Reason.SharerStopped, null, session.Now);

        session.Rules.Join(JoinOf(Bob, "p2")).Refused!.Reason.Should().Be(Reason.SessionEnded);
        session.Rules.Join(JoinOf(Bob, connection: "c2", rejoin: true)).Refused.Should().BeNull();
        session.Rules.MayShare(ShareOf())!.Reason.Should().Be(Reason.SessionEnded);
    }

    [Fact]
    public void The_history_stands_until_nobody_reads_it_or_a_minute_is_over()
    {
        var session = new SessionFixture().Share();
        session.Rules.Join(JoinOf(Bob, secret: "linksecret"));
        session.Rules.EndNow(Reason.SharerStopped, null, session.Now);

        session.Rules.HistoryIsDue(session.Now.AddSeconds(59), isRead: false).Should().BeFalse();
        session.Rules.HistoryIsDue(session.Now.AddSeconds(60), isRead: false).Should().BeTrue();
        session.Rules.Leave(new LeaveCall("p1", "c1", ForGood: true), session.Now);
        session.Rules.HistoryIsDue(session.Now, isRead: false).Should().BeTrue();
        session.Rules.HistoryIsDue(session.Now, isRead: true).Should().BeFalse("a gateway has not read to the end");
        session.Rules.HistoryIsDue(session.Now.AddSeconds(60), isRead: true).Should().BeTrue();
        session.Rules.Forget();
        session.Rules.HistoryIsDue(session.Now.AddDays(1), isRead: false).Should().BeFalse();
        session.Rules.Join(JoinOf(Bob, secret: "linksecret", rejoin: true)).Refused!.Reason.Should().Be(Reason.SessionEnded);
    }

    [Theory]
    [InlineData(0, 24, "t", "a@b", Role.View, "*0x24*")]
    [InlineData(80, 1001, "t", "a@b", Role.View, "*80x1001*")]
    [InlineData(80, 24, "t", "nobody", Role.View, "*'nobody'*")]
    [InlineData(80, 24, "t", "a@b", Role.None, "*'a@b'*")]
    public void A_share_with_bad_values_names_them(int columns, int rows, string title, string email, Role role, string expected) =>
        Session.FaultOf(new ShareCall(Ada, null, title, columns, rows, [new EmailRuleValue(email, role)], Role.None), new SessionOptions())!.Text.Should().Match(expected);

    [Fact]
    public void A_title_has_a_limit() =>
        Session.FaultOf(new ShareCall(Ada, null, new string('x', 257), 80, 24, [], Role.None), new SessionOptions())!.Text.Should().Contain("257").And.Contain("256");

    [Fact]
    public void A_kept_history_stands_after_the_end_for_everyone_with_access_and_is_due_when_its_time_is_over()
    {
        var session = new SessionFixture(ShareOf(allow: new EmailRuleValue(Bob.Email, Role.View)) with { Keep = TimeSpan.FromDays(7) }).Share();
        session.Rules.EndNow(Reason.SharerStopped, null, session.Now);

        session.Rules.Join(JoinOf(Bob)).Refused.Should().BeNull();
        session.Rules.Join(JoinOf(Eve, "p2")).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        session.Rules.Describe(Bob)!.KeptUntil.Should().Be(session.Now.AddDays(7));
        session.Rules.HistoryIsDue(session.Now.AddDays(7).AddTicks(-1), isRead: false).Should().BeFalse();
        session.Rules.HistoryIsDue(session.Now.AddDays(7), isRead: true).Should().BeTrue();
    }

    [Fact]
    public void Who_asks_for_an_ended_session_hears_why_and_when_until_it_is_gone()
    {
        var session = new SessionFixture(null, null, new EmailRuleValue(Bob.Email, Role.View)).Share();
        session.Rules.EndNow(Reason.SharerStopped, null, session.Now);
        session.Rules.Forget();

        session.Rules.Join(JoinOf(Bob)).Refused!.Text.Should().Be("This session has ended. The sharer stopped sharing. That was at 2026-01-02 12:00 UTC.");
        session.State.Title.Should().BeEmpty();
        session.Rules.Pass(session.Now.AddDays(7).AddTicks(-1));
        session.Rules.IsGone.Should().BeFalse();
        session.Rules.Pass(session.Now.AddDays(7));
        session.Rules.IsGone.Should().BeTrue();

        var version = session.Rules.StateVersion;
        session.Rules.Pass(session.Now.AddDays(7).AddSeconds(1));
        session.Rules.StateVersion.Should().Be(version, "a state that changes at every look is never stored");
    }

    [Fact]
    public void A_session_is_looked_after_when_its_grace_its_history_or_its_memory_is_over()
    {
        var session = new SessionFixture().Share();
        session.Rules.StoredDue(session.Now).Should().Be(session.Now.AddMinutes(30), "a silo may die with a sharer connected");
        session.Rules.SharerLeft(session.Now);
        session.Rules.StoredDue(session.Now.AddMinutes(5)).Should().Be(session.Now.AddMinutes(10));

        session.Rules.EndNow(Reason.SharerLost, null, session.Now);
        session.Rules.StoredDue(session.Now.AddHours(1)).Should().Be(session.Now, "the quota is to hear of it");
        session.Rules.EndTold();
        session.Rules.StoredDue(session.Now).Should().Be(session.Now.AddSeconds(60));
        session.Rules.Forget();
        session.Rules.StoredDue(session.Now).Should().Be(session.Now.AddDays(7));
    }

    [Fact]
    public void A_later_activation_goes_on_with_the_grace_that_an_earlier_one_began()
    {
        var session = new SessionFixture().Share();
        session.Rules.SharerLeft(session.Now);
        session.Now = session.Now.AddMinutes(9);
        var later = session.Activate(new LogHead(2, 1, 0, 0, 0, null));

        later.Pass(session.Now.AddMinutes(1));

        later.Ended!.Reason.Should().Be(Reason.SharerLost);
    }

    [Fact]
    public void A_live_session_says_so_in_its_stored_state_before_it_would_be_looked_after()
    {
        var session = new SessionFixture().Share();
        session.State.NextDue = session.Rules.StoredDue(session.Now);
        session.Rules.NextDue(session.Now).Should().Be(session.Now.AddMinutes(15));
        var version = session.Rules.StateVersion;
        session.Rules.Pass(session.Now.AddMinutes(15));
        session.Rules.StateVersion.Should().BeGreaterThan(version);
    }

    [Fact]
    public void A_sharer_that_comes_back_leaves_nothing_due_again_and_again_until_the_state_is_written()
    {
        var session = new SessionFixture().Share();
        session.Rules.SharerLeft(session.Now);
        session.State.NextDue = session.Rules.StoredDue(session.Now);
        session.Rules.SharerCame();

        session.Rules.Pass(session.Now);

        session.Rules.NextDue(session.Now).Should().BeAfter(session.Now, "the grain's timer would fire for ever, and its writer never have a turn");
    }

    private static RefusalValue? End(SessionFixture session, long last) =>
        session.Rules.End(new EndCall(session.Epoch, session.Attachment, last, Reason.SharerExited, 3), session.Now);
}
