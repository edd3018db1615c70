using SessionShare.Grains.Users;
using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Rules;

public sealed class HintQueueTests
{
    [Fact]
    public void What_comes_before_a_reader_has_looked_at_everything_is_in_that()
    {
        var hints = new HintQueue();
        hints.Add(new UserHint(HintKind.Everything));
        hints.Add(new UserHint(HintKind.Listed, "a"));
        hints.Add(new UserHint(HintKind.Answered, "a", Role.Edit, Granted: true));

        All(hints).Should().Equal(new UserHint(HintKind.Everything), new UserHint(HintKind.Answered, "a", Role.Edit, Granted: true));
    }

    [Theory]
    [InlineData(HintKind.Listed, HintKind.Changed, HintKind.Listed)]
    [InlineData(HintKind.Changed, HintKind.Changed, HintKind.Changed)]
    [InlineData(HintKind.Changed, HintKind.Gone, HintKind.Gone)]
    [InlineData(HintKind.Listed, HintKind.Gone, HintKind.Gone)]
    [InlineData(HintKind.Gone, HintKind.Changed, HintKind.Gone)]
    [InlineData(HintKind.Gone, HintKind.Listed, HintKind.Listed)]
    public void Two_hints_of_one_session_are_one(HintKind first, HintKind second, HintKind joined)
    {
        var hints = new HintQueue();
        hints.Add(new UserHint(first, "a"));
        hints.Add(new UserHint(HintKind.Changed, "b"));
        hints.Add(new UserHint(second, "a"));

        All(hints).Should().BeEquivalentTo([new UserHint(joined, "a"), new UserHint(HintKind.Changed, "b")]);
    }

    [Fact]
    public void What_a_slow_reader_misses_is_told_as_everything_in_bounded_memory()
    {
        var hints = new HintQueue();
        for (var number = 0; number < 10 * HintQueue.Most; number++)
            hints.Add(number % 2 == 0 ? new UserHint(HintKind.Listed, $"s{number}") : new UserHint(HintKind.Answered, $"s{number}"));

        var all = All(hints);
        all.Should().Contain(new UserHint(HintKind.Everything)).And.HaveCountLessThanOrEqualTo(HintQueue.Most);
    }

    private static List<UserHint> All(HintQueue hints)
    {
        List<UserHint> all = [];
        while (hints.Take() is { } hint)
            all.Add(hint);
        return all;
    }
}
