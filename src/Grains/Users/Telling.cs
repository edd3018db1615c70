namespace SessionShare.Grains.Users;

/// <summary>
/// Tells something to a grain that may be on a silo that was just lost: again and again for about half a minute, which is longer than a cluster takes to find that out. What is told so does no
/// harm when it is heard twice.
/// </summary>
internal static class Telling
{
    private static readonly TimeSpan[] Waits = [TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(15)];

    /// <summary>Tells it.</summary>
    /// <returns>Null, or why it was given up.</returns>
    public static async Task<string?> Try(Func<Task> tell, TimeProvider time)
    {
        foreach (var wait in Waits)
        {
            try
            {
                await tell();
                return null;
            }
            catch (Exception fault)
            {
                if (wait == Waits[^1])
                    return fault.Message;
            }

            await Task.Delay(wait, time);
        }

        return null;
    }
}
