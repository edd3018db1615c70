using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Storage;

/// <summary>A log as its blobs were seen at one moment: what is appended later is not in it.</summary>
internal sealed class LogView
{
    private readonly BlobContainerClient _container;
    private readonly LogBlobs _blobs;
    private readonly StoredAppend? _newest;
    private readonly AppendHead? _last;
    private readonly byte[] _key;

    private LogView(BlobContainerClient container, LogBlobs blobs, StoredAppend? newest) =>
        (_container, _blobs, _newest, _last, _key) = (container, blobs, newest, newest?.Head, blobs.Key!);

    /// <summary>Looks at a session's log; null when there is none.</summary>
    public static async Task<LogView?> Of(BlobContainerClient container, string session, CancellationToken cancellationToken) =>
        await LogBlobs.Look(container, session, cancellationToken) is { Key: not null } blobs ? await Of(container, blobs, cancellationToken) : null;

    public static async Task<LogView> Of(BlobContainerClient container, LogBlobs blobs, CancellationToken cancellationToken)
    {
        var last = blobs.Newest is { } newest ? await new SegmentWindow(container, newest, AzureFrameLog.LookBytes).Last(cancellationToken) : null;
        return new LogView(container, blobs, last);
    }

    public LogBlobs Blobs => _blobs;

    public long End => _last?.End ?? 0;

    /// <summary>Sequence of the oldest frame kept.</summary>
    public long Oldest => (_last?.Trimmed ?? 0) + 1;

    /// <summary>Segments of which nothing is kept.</summary>
    public IEnumerable<LogSegment> TrimmedSegments => _blobs.Segments.Where(segment => segment.Number < FirstSegment);

    private int FirstSegment => _last?.FirstSegment ?? 0;

    /// <summary>Whether the writer of this generation may append.</summary>
    public bool IsOpenFor(long generation) => _blobs.Segments.Count > 0 && _blobs.Segments[^1] is { IsClosed: false } last && last.Generation == generation;

    public async Task<LogHead> Head(CancellationToken cancellationToken) =>
        new(_blobs.Generation, Oldest, End, _last?.Epoch ?? 0, _last?.PayloadBytes ?? 0, await NewestBlock(cancellationToken), _last?.TrimmedBytes ?? 0);

    public long PayloadBytesOn(int day) => _last?.Days.TryGetValue(day, out var bytes) == true ? bytes : 0;

    /// <summary>The head of the next append, before anything is in it. <paramref name="segment"/> is the one that it goes to.</summary>
    public AppendHead Next(LogSegment segment)
    {
        if (_last is null || _newest is null)
            return new AppendHead { Index = 0, First = 1, End = 0, Epoch = 0, PayloadBytes = 0, Days = new Dictionary<int, long>(), Runs = [], Back = [] };

        var next = _last with { First = End + 1, Runs = [], Index = 0, Back = [] };
        return segment.Length == 0 ? next : next with { Index = _last.Index + 1, Back = _last.BackOfNext(_newest.Offset) };
    }

    /// <summary>Runs behind <paramref name="after"/>, up to <paramref name="maxBytes"/> but at least one frame.</summary>
    public async Task<IReadOnlyList<LoggedRun>> Runs(long after, int maxBytes, CancellationToken cancellationToken)
    {
        after = Math.Max(after, Oldest - 1);
        var page = new RunPage(after, maxBytes);
        if (after >= End)
            return page.Runs;

        using var cipher = new LogCipher(_key);
        var number = _blobs.Segments.Last(segment => segment.Length > 0 && segment.First <= after + 1).Number;
        foreach (var segment in _blobs.Segments.Where(segment => segment.Number >= number && segment.Length > 0))
        {
            var window = new SegmentWindow(_container, segment, Math.Clamp(maxBytes, AzureFrameLog.LookBytes, AzureFrameLog.ReadBytes));
            var offset = segment.Number == number ? (await Finder(segment).Find(after + 1, cancellationToken)).Offset : 0;
            while (offset < segment.Length && !page.IsFull)
                offset = await ReadAppend(window, offset, page, after, cipher, cancellationToken);
            if (page.IsFull)
                break;
        }

        return page.Runs;
    }

    /// <summary>Block rows from a number on, in order, so many.</summary>
    public async Task<IReadOnlyList<BlockRow>> Blocks(int from, int count, CancellationToken cancellationToken)
    {
        var rows = new SortedDictionary<int, BlockRow>();
        await foreach (var (_, page) in Pages(cancellationToken))
        {
            foreach (var block in page.Blocks.Where(block => block.Number >= from))
                rows.TryAdd(block.Number, block);
            if (page.HighestBefore < from)
                break;
        }

        return [.. rows.Values.Where(row => !row.IsBelow(Oldest)).Take(Math.Max(count, 0))];
    }

    /// <summary>The page that the next rows go to.</summary>
    public async Task<BlockPage> NewestPage(CancellationToken cancellationToken)
    {
        await foreach (var (_, page) in Pages(cancellationToken))
            return page;
        return BlockPage.Empty;
    }

    /// <summary>What trimming takes with it, and what of it must be written again.</summary>
    public async Task<TrimPlan> PlanTrim(LogTrim trim, CancellationToken cancellationToken)
    {
        var first = _blobs.Segments.Last(segment => segment.First <= trim.Oldest).Number;
        var (newer, rescued) = (new HashSet<int>(), new List<BlockRow>());
        await foreach (var (place, page) in Pages(cancellationToken))
        {
            var kept = page.Blocks.Where(block => !block.IsBelow(trim.Oldest)).ToList();
            // Numbers grow with sequences: what stands in the pages before is older still.
            if (kept.Count == 0)
                break;
            rescued.AddRange(kept.Where(block => newer.Add(block.Number) && place.Segment < first));
        }

        return new TrimPlan(trim, first, _last?.Blocks, rescued);
    }

    private SegmentWindow Finder(LogSegment segment) => new(_container, segment, AzureFrameLog.LookBytes);

    private static async Task<long> ReadAppend(
        SegmentWindow window, long offset, RunPage page, long after, LogCipher cipher, CancellationToken cancellationToken)
    {
        var append = await window.AppendAt(offset, cancellationToken);
        var place = append.Body;
        foreach (var (first, count, epoch, length) in append.Head.Runs)
        {
            if (first + count - 1 > after && !page.IsFull)
            {
                var bytes = await window.Get(place, length, cancellationToken);
                page.Add(epoch, new FrameRun(first, (int)count, cipher.Open(bytes.Span)));
            }

            place += length;
        }

        return offset + append.Length;
    }

    /// <summary>The block with the highest number; a later page may hold only changes of earlier ones.</summary>
    private async Task<BlockRow?> NewestBlock(CancellationToken cancellationToken)
    {
        int? highest = null;
        await foreach (var (_, page) in Pages(cancellationToken))
        {
            highest ??= page.Highest;
            if (page.Blocks.FirstOrDefault(block => block.Number == highest) is { } newest)
                return newest.IsBelow(Oldest) ? null : newest;
        }

        return null;
    }

    /// <summary>Pages of blocks that hold any that is kept, the newest first.</summary>
    private async IAsyncEnumerable<(BlockPlace Place, BlockPage Page)> Pages([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var cipher = new LogCipher(_key);
        for (var place = _last?.Blocks; place is not null && place.Segment >= FirstSegment;)
        {
            var window = new SegmentWindow(_container, _blobs.Segments.Single(segment => segment.Number == place.Segment), place.Length);
            var page = BlockPage.Open(cipher, (await window.Get(place.Offset, place.Length, cancellationToken)).Span);
            yield return (place, page);
            place = page.Previous;
        }
    }
}
