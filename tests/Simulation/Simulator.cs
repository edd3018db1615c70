using System.Diagnostics;

namespace SessionShare.Simulation;

/// <summary>How a plan went.</summary>
/// <param name="Broken">What did not hold, always in the same words; null: everything held.</param>
/// <param name="Seen">What was seen of it.</param>
/// <param name="Hash">Of everything that happened.</param>
/// <param name="WorkItems">How many ran.</param>
/// <param name="Virtual">How long it took by the world's clock.</param>
/// <param name="Real">How long it took by ours.</param>
internal sealed record Outcome(string? Broken, string? Seen, ulong Hash, long WorkItems, TimeSpan Virtual, TimeSpan Real);

/// <summary>Runs plans.</summary>
internal static class Simulator
{
    /// <summary>Seconds that a single work item may take. It takes microseconds.</summary>
    private const int MostSeconds = 120;

    /// <summary>Runs a plan in a world and on a thread of its own. One that hangs comes to an end, too: its thread is left behind.</summary>
    /// <param name="plan">What is done.</param>
    /// <param name="listener">Takes a line for everything that happens; null: nobody reads it.</param>
    /// <param name="prepare">Changes the world before it begins, for tests of the checks.</param>
    public static Outcome Run(Plan plan, Action<string>? listener = null, Action<World>? prepare = null)
    {
        var clock = Stopwatch.StartNew();
        var world = new World(plan.Seed, listener);
        prepare?.Invoke(world);
        Outcome? outcome = null;
        var thread = new Thread(() => outcome = Run(plan, world, clock)) { IsBackground = true };
        thread.Start();
        for (var (seen, seconds) = (0L, 0); !thread.Join(TimeSpan.FromSeconds(1)); seconds = seen == world.Machine.Steps ? seconds + 1 : 0, seen = world.Machine.Steps)
        {
            if (seconds > MostSeconds)
                return new Outcome("every work item ends", $"One of {world.Machine.Turning} has turned for {seconds} s, at {world.Machine.Clock.Since}, behind: {world.Machine.Trace.Newest}", 0, world.Machine.Steps, world.Machine.Clock.Since, clock.Elapsed);
        }

        return outcome!;
    }

    private static Outcome Run(Plan plan, World world, Stopwatch clock)
    {
        Exception? failure = null;
        try
        {
            world.Machine.Run(async () =>
            {
                await world.Start();
                foreach (var step in plan.Steps)
                {
                    await world.Do(step);
                    if (world.Broken is not null)
                        return;
                }

                await new AtRest(world).Check();
            });
        }
        catch (Exception fault)
        {
            failure = fault;
        }

        var (broken, seen) = failure switch
        {
            _ when world.Machine.CameFromElsewhere is { } from => ("everything runs on one thread", from),
            _ when world.Broken is { } known => (known.Invariant, known.Message),
            StuckException stuck => ("the world comes to an end", stuck.Message),
            InvariantException invariant => (invariant.Invariant, invariant.Message),
            not null => ("nothing throws", failure.ToString()),
            _ => ((string?)null, (string?)null),
        };
        var outcome = new Outcome(broken, seen, world.Machine.Trace.Hash, world.Machine.Steps, world.Machine.Clock.Since, clock.Elapsed);
        world.Silo.Dispose();
        return outcome;
    }
}
