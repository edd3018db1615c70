namespace SessionShare.Storage;

/// <summary>A thread of its own for what blocks: SQLite knows no asynchronous calls.</summary>
internal static class OwnThread
{
    /// <summary>Starts it. The task ends when <paramref name="loop"/> does, and fails as it does.</summary>
    public static Task Start(string name, Action loop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(loop, ended)) { IsBackground = true, Name = name }.Start();
        return ended.Task;
    }

    private static void Run(Action loop, TaskCompletionSource ended)
    {
        try
        {
            loop();
            ended.SetResult();
        }
        catch (Exception fault)
        {
            ended.SetException(fault);
        }
    }
}
