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
        var quota = new UserQuota(new QuotaState(), new QuotaOptions { MaxShares = 2 });
        quota.StartShare("a", out _).Should().BeNull();
        quota.StartShare("a", out var changed).Should().BeNull();
        changed.Should().BeFalse();
        quota.EndShare("a");
        quota.StartShare("b", out _).Should().BeNull();

        var refusal = quota.StartShare("c", out _)!;

        (refusal.Reason, refusal.Text).Should().Be((Reason.ShareCountLimit, "Your plan allows no further shared session. It allows 2 in all."));
    }

    [Fact]
    public void A_new_day_begins_with_nothing_used()
    {
        var quota = new UserQuota(new QuotaState(), new QuotaOptions { DayBytes = 100 });
        quota.Lease("a", 1, 100, 50).AllowedTotal.Should().Be(100);
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
