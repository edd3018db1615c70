namespace SessionShare.Storage;

/// <summary>A thread of its own with a connection of its own, that does a queue's jobs one by one: SQLite's calls block.</summary>
internal static class JobThread
{
    /// <summary>Starts it. The task ends when the queue is closed and empty; the connection is closed then.</summary>
    public static Task Start(string name, JobQueue jobs, DatabaseConnection database, DatabaseFile file) => OwnThread.Start(name, () =>
    {
        using (database)
        {
            while (jobs.Wait())
            {
                while (jobs.TryTake(out var job))
                    Run(job, database, file);
            }
        }
    });

    private static void Run(Job job, DatabaseConnection database, DatabaseFile file)
    {
        if (job.EndIfCancelled())
            return;

        try
        {
            job.Run(database);
            job.Complete();
        }
        catch (Exception fault)
        {
            job.Fail(file.Explain(fault));
        }
    }
}
