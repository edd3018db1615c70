using SessionShare.Protocol;

namespace SessionShare.Simulation;

/// <summary>Payload bytes as limits count them, reckoned anew from what was committed: keyframes only where an activation had more of them than output.</summary>
internal static class Counters
{
    public static (long All, SortedDictionary<int, long> Days) PayloadOf(IReadOnlyList<SimulatedLog.Committed> commits)
    {
        var (all, days) = (0L, new SortedDictionary<int, long>());
        var (generation, output, keyframes, others) = (0L, 0L, 0L, 0L);
        foreach (var commit in commits.Select(commit => commit.Done))
        {
            if (commit.Generation != generation)
                (generation, output, keyframes, others) = (commit.Generation, 0, 0, 0);
            var before = Counted();
            foreach (var run in commit.Runs)
            {
                foreach (var frame in run.Run)
                {
                    var bytes = frame.Payload.Length;
                    if (frame.Kind == FrameKind.Output)
                        output += bytes;
                    else if (frame.Kind == FrameKind.Keyframe)
                        keyframes += bytes;
                    else
                        others += bytes;
                }
            }

            var counted = Counted() - before;
            all += counted;
            days[commit.Day] = days.GetValueOrDefault(commit.Day) + counted;
        }

        return (all, days);

        long Counted() => output + others + Math.Max(0, keyframes - output);
    }
}
