using System.Diagnostics;

namespace SessionShare.Simulation;

/// <summary>Drops steps of a plan that fails while it still fails in the same way.</summary>
internal static class Shrinking
{
    /// <param name="plan">Fails.</param>
    /// <param name="broken">How.</param>
    /// <param name="within">How long to try.</param>
    public static Plan Shrink(Plan plan, string broken, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        // First everything behind the step that it takes.
        for (var size = plan.Steps.Count / 2; size > 0; size = size > 1 ? (size + 1) / 2 : 0)
        {
            for (var at = plan.Steps.Count - size; at >= 0; at -= size)
            {
                if (clock.Elapsed > within)
                    return plan;
                var fewer = plan with { Steps = [.. plan.Steps.Take(at), .. plan.Steps.Skip(at + size)] };
                if (Simulator.Run(fewer).Broken == broken)
                    plan = fewer;
            }
        }

        return plan;
    }
}
