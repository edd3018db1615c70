using SessionShare.Grains.Audit;

namespace SessionShare.Grains.Tests.Rules;

public sealed class AuditDayTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);

    private static readonly AuditDay Day = new("default", new DateOnly(2026, 11, 26));

    [Fact]
    public void A_key_names_organization_and_day_whatever_the_organization_is_called()
    {
        var odd = new AuditDay("a|b/../c", new DateOnly(2026, 1, 2));

        AuditDay.Parse(odd.Key).Should().Be(odd);
        odd.Log.Should().MatchRegex("^audit-[0-9a-f]{24}-20260102$");
        odd.Log.Should().NotBe((odd with { Organization = "a|b" }).Log);
    }

    [Fact]
    public void A_moment_belongs_to_its_UTC_day() =>
        AuditDay.Of("default", new DateTimeOffset(2026, 11, 27, 1, 0, 0, TimeSpan.FromHours(2))).Should().Be(Day);

    [Theory]
    [InlineData(-1, true, false)]
    [InlineData(59, true, false)]
    [InlineData(60, false, false)]
    [InlineData(119, false, false)]
    [InlineData(120, false, true)]
    public void Entries_are_taken_in_and_readers_go_on_at_different_times(int secondsBehindMidnight, bool takesIn, bool isOver)
    {
        var now = Midnight.AddSeconds(secondsBehindMidnight);

        (Day.TakesIn(now), Day.IsOver(now)).Should().Be((takesIn, isOver));
    }

    [Fact]
    public void A_day_expires_and_is_looked_at_daily_before()
    {
        var keep = TimeSpan.FromDays(3);

        Day.NextDue(Midnight, keep).Should().Be(Midnight.AddDays(1));
        Day.NextDue(Midnight.AddDays(2.5), keep).Should().Be(Midnight.AddDays(3));
        Day.IsExpired(Midnight.AddDays(3).AddTicks(-1), keep).Should().BeFalse();
        Day.IsExpired(Midnight.AddDays(3), keep).Should().BeTrue();
        Day.NextDue(Midnight, TimeSpan.MaxValue).Should().Be(Midnight.AddDays(1), "a time that no calendar has is none");
    }
}
