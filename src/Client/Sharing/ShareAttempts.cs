using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// A process's askings for its session, by name and number: one that was cut before its answer came may arrive behind a later one, or behind another process, and is not to take the session
/// from either. Used by one loop.
/// </summary>
internal sealed class ShareAttempts
{
    private string? _process;
    private long _attempts;

    /// <summary>The next asking.</summary>
    /// <param name="random">Names the process, at the first.</param>
    public (string Process, long Attempt) Next(Random random) => (_process ??= NewName(random), ++_attempts);

    private static string NewName(Random random)
    {
        var bits = new byte[16];
        random.NextBytes(bits);
        return Base62.Encode(bits);
    }
}
