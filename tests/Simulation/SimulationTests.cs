using System.Globalization;
using Xunit.Abstractions;

namespace SessionShare.Simulation;

/// <summary>
/// Whole systems under random plans: some new ones, others at each run unless <c>SIMULATION_SEED</c> is the number of the first, and every one that once found something.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Steps = 200;

    private const int NewPlans = 12;

    [Fact]
    public void New_plans_hold()
    {
        var seed = FirstSeed();
        output.WriteLine($"Seeds {seed} to {seed + NewPlans - 1}.");
        for (var plan = 0; plan < NewPlans; plan++)
            Hold(PlanMaker.Make(seed + plan, Steps));
    }

    /// <summary>docs/decisions/0017-simulator.md says what each of them found.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(1001)]
    [InlineData(1003)]
    [InlineData(3017)]
    [InlineData(10034)]
    [InlineData(10121)]
    [InlineData(10145)]
    [InlineData(100037)]
    [InlineData(100163)]
    [InlineData(500023)]
    [InlineData(500104)]
    [InlineData(520824)]
    [InlineData(522481)]
    [InlineData(522912)]
    [InlineData(42000002)]
    [InlineData(42000621)]
    [InlineData(62000532)]
    [InlineData(73000086)]
    [InlineData(95000206)]
    [InlineData(220001554)]
    [InlineData(400000525)]
    [InlineData(907792861)]
    [InlineData(522118)]
    public void Plan_that_once_found_something_holds(int seed) => Hold(PlanMaker.Make(seed, Steps, together: false));

    [Theory]
    [InlineData(301544)]
    public void Plan_of_people_together_that_once_found_something_holds(int seed) => Hold(PlanMaker.Make(seed, Steps));

    private static int FirstSeed() =>
        Environment.GetEnvironmentVariable("SIMULATION_SEED") is { Length: > 0 } number ? int.Parse(number, CultureInfo.InvariantCulture) : Environment.TickCount & 0xFFFFFF;

    [Fact]
    public void Same_seed_gives_the_same_run_and_another_one_another()
    {
        var plan = PlanMaker.Make(7, Steps);
        var (one, two) = (Simulator.Run(plan), Simulator.Run(plan));
        (two.Hash, two.WorkItems, two.Virtual).Should().Be((one.Hash, one.WorkItems, one.Virtual));
        Simulator.Run(plan with { Seed = 8 }).Hash.Should().NotBe(one.Hash, "chance has another seed");
    }

    [Fact]
    public void Store_that_drops_a_frame_is_found_out()
    {
        var dropped = false;
        var outcome = Simulator.Run(Writing, prepare: world => world.Log.Drops = frame => !dropped && frame.Payload.Length > 10_000 && (dropped = true));
        dropped.Should().BeTrue();
        outcome.Broken.Should().Be("a recorder's frames are the log's");
    }

    [Fact]
    public void Store_that_answers_and_does_nothing_is_found_out()
    {
        var ignored = false;
        var outcome = Simulator.Run(Writing, prepare: world => world.Log.Ignores = commit => !ignored && commit.ExpectedEnd > 3 && (ignored = true));
        ignored.Should().BeTrue();
        outcome.Broken.Should().Be("nothing is called durable that is not stored");
    }

    /// <summary>A session that writes more than anybody keeps in memory.</summary>
    private static Plan Writing => new(
        1,
        [
            new Step(Do.Share, 0, 0, 0, 100),
            .. Enumerable.Range(0, 10).Select(number => new Step(Do.Output, 0, number, 50_000, 100)),
        ]);

    private static void Hold(Plan plan)
    {
        var outcome = Simulator.Run(plan);
        if (outcome.Broken is null)
            return;
        var file = new PlanFile(plan, outcome.Broken, outcome.Seen).Save($"{plan.Seed}");
        Assert.Fail($"Seed {plan.Seed}: {outcome.Seen}{Environment.NewLine}To replay: dotnet run --project tests/Simulation -- replay {file}");
    }
}
