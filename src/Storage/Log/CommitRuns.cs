using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>What the contract asks of a commit's own parts, whatever the store.</summary>
internal static class CommitRuns
{
    /// <exception cref="ArgumentException">The runs leave a hole, are empty, or don't start behind the expected end.</exception>
    public static void Check(LogCommit commit)
    {
        var next = commit.ExpectedEnd + 1;
        foreach (var (_, run) in commit.Runs)
        {
            if (run.First != next || run.Count < 1)
                throw new ArgumentException($"A run of {run.Count} frames starts at {run.First} where {next} follows.", nameof(commit));
            next = run.Last + 1;
        }
    }

    /// <summary>The end of the log once a commit is done.</summary>
    public static long EndOf(LogCommit commit) => commit.Runs.Count > 0 ? commit.Runs[^1].Run.Last : commit.ExpectedEnd;
}
