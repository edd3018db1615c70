using System.Text.RegularExpressions;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>Ten clients edit one draft over bad connections, and end equal. Each case is its seed's.</summary>
public sealed partial class DraftConvergenceTests
{
    private static readonly int Steps = 600;

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("DRAFT_SEEDS"), out var count) ? count : 150)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_edits_delays_reconnects_roles_runs_and_crashes_all_end_at_the_sessions_text(int seed)
    {
        var world = new DraftWorld(seed);
        for (var step = 0; step < Steps; step++)
            world.Step();
        world.Settle();

        world.Behind.Should().BeEmpty();
        world.Numbers.Distinct().Should().ContainSingle();
        world.Texts.Distinct().Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nothing_typed_is_lost_or_doubled_through_reconnects_and_moves_of_the_session(int seed)
    {
        var world = new DraftWorld(seed);
        for (var step = 0; step < Steps; step++)
            world.Step(gentle: true);
        world.Settle();

        world.Texts.Distinct().Should().ContainSingle();
        var found = Token().Matches(world.Texts.First()).Select(match => match.Value).ToList();
        found.Should().OnlyHaveUniqueItems();
        // A token that another one was typed into stands in two pieces: letters are counted instead.
        world.Texts.First().Count(letter => letter == '<').Should().Be(world.Happened["edited"]);
        world.Texts.First().Count(letter => letter == '>').Should().Be(world.Happened["edited"]);
    }

    [Fact]
    public void The_plans_have_what_they_are_for()
    {
        var happened = new SortedDictionary<string, int>();
        for (var seed = 1; seed <= 20; seed++)
        {
            var world = new DraftWorld(seed);
            for (var step = 0; step < Steps; step++)
                world.Step();
            foreach (var (what, times) in world.Happened)
                happened[what] = happened.GetValueOrDefault(what) + times;
        }

        foreach (var what in (string[])["edited", "taken", "moved", "refused", "read", "told whole", "cut", "handed over", "crashed", "undone", "run", "returned"])
            happened.GetValueOrDefault(what).Should().BePositive(what);
    }

    [GeneratedRegex(@"<p\d\.\d+>")]
    private static partial Regex Token();
}
