using SessionShare.Terminal.Fuzz;
using Xunit.Abstractions;

namespace SessionShare.Terminal.Tests;

/// <summary>A little of what bench/fuzz runs at length, the same each time; <c>SOUP_SEED=random</c> or a number makes other inputs.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void Screen_survives_any_bytes_and_does_not_mind_how_they_are_cut()
    {
        var plan = new FuzzPlan(Chance.Seed, 20_000, 1_000_000);
        output.WriteLine($"--seed {plan.Seed}");

        var fuzzing = () => new FuzzRun(plan).Run(output.WriteLine);

        fuzzing.Should().NotThrow();
    }
}
