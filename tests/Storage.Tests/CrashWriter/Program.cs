using Microsoft.Extensions.Logging.Abstractions;
using SessionShare.Storage;
using SessionShare.Storage.Tests;

// Started by SqliteCrashTests as a process of its own: writes until it is killed and says what was acknowledged.
if (args is not ["crash-writer", var path, var sessions, var seed])
    return 1;

await using var store = new SqliteStore(path, SqliteFolder.Tiny with { BlobBytes = 100_000, GroupBytes = 200_000 }, NullLogger.Instance);
var log = new SqliteFrameLog(store);
await Task.WhenAll(Enumerable.Range(0, int.Parse(sessions)).Select(i => Write(CrashPlan.Session(i), new Random(int.Parse(seed) + i))));
return 0;

async Task Write(string session, Random random)
{
    var head = await log.Open(session, default);
    for (var end = head.End; ;)
    {
        var commit = CrashPlan.Commit(session, head.Generation, end, random);
        if (await log.Commit(commit, default) != SessionShare.Grains.Log.CommitOutcome.Committed)
            throw new InvalidOperationException($"{session} conflicts at {end}.");
        end = commit.Runs[^1].Run.Last;
        lock (log)
            Console.WriteLine($"{session} {end}");
    }
}
