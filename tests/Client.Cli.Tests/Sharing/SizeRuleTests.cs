using Orleans.InProcess.Tests;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sharing;

public sealed class SizeRuleTests
{
    private static readonly TerminalSize Own = new(120, 40);

    [Fact]
    public void The_smallest_window_of_those_who_may_type_counts_and_of_nobody_else()
    {
        var roster = Roster(
            Person(Role.Edit, new(100, 50)),
            Person(Role.Edit, new(200, 30)),
            Person(Role.Edit, null),
            Person(Role.View, new(20, 10)),
            Person(Role.Edit, new(20, 10), away: true));

        FollowedSize.Of(Own, roster).Should().Be(new TerminalSize(100, 30));
        FollowedSize.Of(Own, null).Should().Be(Own);
    }

    [Theory]
    [InlineData("mine", false)]
    [InlineData("follow-editors", true)]
    public void Rules_read_as_documented(string text, bool follows) =>
        ShareOption.Size(text).Should().Be((follows ? SizeRule.FollowEditors : SizeRule.Mine, (string?)null));

    [Fact]
    public async Task An_unknown_rule_is_refused_with_those_there_are()
    {
        using var home = new TestHome();

        (await home.Run("share", "--size", "huge")).Should().Be(240);
        home.Error.ToString().Should().Contain("'huge'").And.Contain("follow-editors");
    }

    [Fact]
    public void Nobody_can_make_the_terminal_useless() =>
        FollowedSize.Of(Own, Roster(Person(Role.Edit, new(1, 1)))).Should().Be(new TerminalSize(10, 3));

    [Fact]
    public void Of_a_storm_of_sizes_the_first_comes_at_once_some_between_and_the_last_always()
    {
        var time = new FakeTimeProvider();
        var (size, followed) = (0, new List<int>());
        using var damper = new ResizeDamper(time, () => followed.Add(size));

        for (size = 1; size <= 100; size++)
        {
            damper.Take();
            time.Advance(TimeSpan.FromMilliseconds(10));
        }
        size = 100;
        time.Advance(ResizeDamper.Pause);
        time.Advance(ResizeDamper.Pause);

        followed[0].Should().Be(1);
        followed[^1].Should().Be(100);
        followed.Should().HaveCountLessThanOrEqualTo(7);
    }

    private static Roster Roster(params Participant[] participants) => new(new Person("Ada", null), SharerState.Connected, participants);

    private static Participant Person(Role role, TerminalSize? size, bool away = false) => new("p", new Person("Bob", null), role, away, size);
}
