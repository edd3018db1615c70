using FsCheck;
using FsCheck.Fluent;
using SessionShare.Grains.Quota;
using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Rules;

public sealed class UserQuotaTests
{
    [Fact]
    public void Shares_count_once_each_and_the_limit_names_its_number()
    {
        var quota = new UserQuota(new QuotaState(), new QuotaOptions());
        var plan = new Plan("limited", 2);
        quota.StartShare("a", plan, out _).Should().BeNull();
        quota.StartShare("a", plan, out var changed).Should().BeNull();
        changed.Should().BeFalse();
        quota.StartShare("b", plan, out _).Should().BeNull();

        var refusal = quota.StartShare("c", plan, out _)!;

        (refusal.Reason, refusal.Text).Should().Be(
            (Reason.ShareCountLimit, "Your plan allows no further shared session. The plan limited allows 2 in all, and they are not reset."));
        quota.StartShare("c", new Plan("unlimited", null), out _).Should().BeNull();
    }

    [Fact]
    public void A_plan_comes_from_the_token_else_from_the_operator_else_it_is_the_default()
    {
        var plans = new PlanOptions { Default = "limited", LimitedShares = 7, Users = { ["BOB@example.com"] = "unlimited" } };
        plans.Of(SessionFixture.Ada).Should().Be(new Plan("limited", 7));
        plans.Of(SessionFixture.Bob).Should().Be(new Plan("unlimited", null));
        plans.Of(SessionFixture.Bob with { Plan = "limited" }).Should().Be(new Plan("limited", 7));
        plans.Of(SessionFixture.Ada with { Plan = "platinum" }).Should().Be(new Plan("limited", 7), "a plan that nobody knows says nothing");
        new PlanOptions { Default = "gold", LimitedShares = 0, Users = { ["a@b"] = "" } }.Faults().Should().HaveCount(3);
    }

    [Fact]
    public void What_a_session_leaves_of_its_lease_is_the_others_when_it_ends()
    {
        var quota = new UserQuota(new QuotaState(), new QuotaOptions { DayBytes = 100_000 });
        quota.Lease("a", 1, 0, 100_000).AllowedTotal.Should().Be(65_536);
        quota.Lease("b", 1, 0, 100_000).AllowedTotal.Should().Be(100_000 - 65_536);
        quota.Lease("b", 1, 10, 100_000).Should().Be(new LeaseAnswer(34_464, 0, 100_000, Exhausted: false));

        quota.EndShare("a", 1, 1_000).Should().BeTrue();
        quota.EndShare("a", 1, 1_000).Should().BeFalse();

        quota.Lease("b", 1, 34_464, 100_000).Should().Be(new LeaseAnswer(99_000, 1_000, 100_000, Exhausted: false));
        quota.Lease("b", 1, 99_000, 100_000).Should().Be(new LeaseAnswer(99_000, 1_000, 100_000, Exhausted: true));
        quota.Usage(new Plan("unlimited", null), 1).DayBytesUsed.Should().Be(100_000);
    }

    [Fact]
    public void The_day_s_bytes_begin_anew_at_midnight()
    {
        var quota = new UserQuota(new QuotaState(), new QuotaOptions { DayBytes = 100 });
        var today = new DateOnly(2026, 5, 1).DayNumber;
        quota.Lease("a", today, 40, 10);
        quota.Usage(new Plan("limited", 5), today).Should().Be(new UsageValue("limited", 0, 5, 40, 100, new DateTimeOffset(2026, 5, 2, 0, 0, 0, TimeSpan.Zero)));
        quota.Usage(new Plan("limited", 5), today + 1).DayBytesUsed.Should().Be(0);
    }

    [Fact]
    public void A_new_day_begins_with_nothing_used()
    {
        var quota = new UserQuota(new QuotaState(), new QuotaOptions { DayBytes = 100 });
        quota.Lease("a", 1, 100, 50).Should().Be(new LeaseAnswer(100, 0, 100, Exhausted: true));
        quota.Lease("a", 2, 0, 50).AllowedTotal.Should().Be(50);
        quota.Lease("a", 1, 100, 50).AllowedTotal.Should().Be(100, "what comes late for a day that is over is given nothing more");
    }

    [Fact]
    public void Asking_again_changes_nothing()
    {
        var quota = new UserQuota(new QuotaState(), new QuotaOptions { DayBytes = 100 });
        var first = quota.Lease("a", 1, 10, 20);
        quota.Lease("a", 1, 10, 20).Should().Be(first);
    }

    [Fact]
    public void Sessions_together_are_never_allowed_more_than_the_limit() =>
        Prop.ForAll<(byte Session, byte Use, byte Want)[]>(steps =>
        {
            const long limit = 1000;
            var quota = new UserQuota(new QuotaState(), new QuotaOptions { DayBytes = limit });
            var (used, allowed) = (new long[3], new long[3]);
            foreach (var (session, use, want) in steps)
            {
                var i = session % 3;
                used[i] = Math.Min(allowed[i], used[i] + use);
                allowed[i] = quota.Lease($"s{i}", 1, used[i], want).AllowedTotal;
                allowed[i].Should().BeGreaterThanOrEqualTo(used[i]);
                allowed.Sum().Should().BeLessThanOrEqualTo(limit);
            }
        }).QuickCheckThrowOnFailure();
}
