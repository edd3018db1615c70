using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>What the crash writer writes: frames whose lengths and bytes follow from their sequence.</summary>
internal static class CrashPlan
{
    public static string Session(int i) => $"crash{i}";

    public static int Length(long sequence) => sequence % 17 == 0 ? 40_000 : (int)(sequence * 37 % 500);

    public static LogCommit Commit(string session, long generation, long end, Random random)
    {
        var lengths = Enumerable.Range(1, random.Next(1, 6)).Select(i => Length(end + i)).ToList();
        return TestFrames.Commit(session, generation, end, [new LoggedRun(1, TestFrames.Run(end + 1, lengths))]);
    }
}
