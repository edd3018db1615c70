using SessionShare.Grains.Log;
using SessionShare.Grains.Users;

namespace SessionShare.Grains.Audit;

/// <summary>
/// Writes a day that is over anew, with pseudonyms in the place of people who were forgotten since: each entry keeps its place, so readers' positions hold. The old log is then deleted as any is, its key first.
/// </summary>
internal sealed class AuditRewriting(IFrameLog log, AuditDay day, ForgottenPeople forgotten, DateTimeOffset now)
{
    /// <summary>Bytes that are read, and written, at once.</summary>
    private const int PieceBytes = 256 * 1024;

    /// <summary>Whether an entry names somebody who was forgotten behind it.</summary>
    public async Task<bool> IsNeeded(string name)
    {
        for (var after = 0L; await log.Read(name, after, PieceBytes, CancellationToken.None) is { Count: > 0 } runs; after = runs[^1].Run.Last)
        {
            if (AuditLines.Read(runs).Any(placed => placed.Entry.Names(forgotten)))
                return true;
        }

        return false;
    }

    /// <summary>Writes the day to another log, in which nothing is but what an attempt left that did not come to its end.</summary>
    public async Task Copy(string from, string to)
    {
        await log.Delete(to, CancellationToken.None);
        var head = await log.Open(to, CancellationToken.None);
        for (var after = 0L; await log.Read(from, after, PieceBytes, CancellationToken.None) is { Count: > 0 } runs; after = runs[^1].Run.Last)
        {
            AuditValue[] entries = [.. AuditLines.Read(runs).Select(placed => placed.Entry.Without(forgotten))];
            if (await log.Commit(AuditLines.Commit(to, head.Generation, after, day, entries, now), CancellationToken.None) != CommitOutcome.Committed)
                throw new InvalidOperationException($"Somebody else writes {to}.");
        }
    }
}
