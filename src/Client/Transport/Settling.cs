namespace SessionShare.Client;

internal static class Settling
{
    /// <summary>Waits until a task has ended, however it did.</summary>
    public static async Task Settled(this Task task)
    {
        try
        {
            await task;
        }
        catch (Exception)
        {
            // Whoever wants the outcome awaits the task itself.
        }
    }
}
