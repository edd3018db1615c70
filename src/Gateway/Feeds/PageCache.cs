using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Feeds;

/// <summary>
/// Pages of frames older than the ring, shared by all viewers who read their way forward. Only whole pages are kept, and few of them:
/// those who start together read together.
/// </summary>
/// <param name="read">Reads the page behind a sequence.</param>
internal sealed class PageCache(Func<long, Task<FramePage>> read)
{
    /// <summary>Pages kept; a page is about 1 MiB.</summary>
    private const int Capacity = 4;

    /// <summary>A page with fewer encoded bytes ends at the end of the log, and will grow: it is not kept.</summary>
    private const int WholePageBytes = 512 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<FramePage> _pages = new();

    /// <summary>The next frames behind a cursor, in small pieces; null when there are none up to <paramref name="through"/>.</summary>
    public async ValueTask<RunValue?> Next(long after, long through)
    {
        if (Kept(after, through) is { } kept)
            return kept;

        var page = await read(after);
        if (page.Runs.Sum(run => (long)run.Bytes.Length) >= WholePageBytes)
            Keep(page);
        return PieceOf(page, after, through);
    }

    private RunValue? Kept(long after, long through)
    {
        lock (_gate)
        {
            foreach (var page in _pages)
            {
                if (page.Runs[0].First <= after + 1 && PieceOf(page, after, through) is { } piece)
                    return piece;
            }
        }

        return null;
    }

    private void Keep(FramePage page)
    {
        lock (_gate)
        {
            _pages.AddFirst(page);
            if (_pages.Count > Capacity)
                _pages.RemoveLast();
        }
    }

    private static RunValue? PieceOf(FramePage page, long after, long through)
    {
        foreach (var run in page.Runs)
        {
            if (FrameRuns.Behind(run.ToRun(), after) is { } rest)
                return FrameRuns.Through(rest, through) is { } due ? RunValue.Of(run.Epoch, FrameRuns.Head(due, WireLimits.ViewerRunBytes)) : null;
        }

        return null;
    }
}
