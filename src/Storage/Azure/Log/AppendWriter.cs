using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>
/// The writer of one generation of one log: joins the commits that wait into one append, and answers when that is stored. While one append is under
/// way, the next one's commits gather. It knows the segment's ETag and length from its own appends, and states both in the next.
/// </summary>
internal sealed class AppendWriter
{
    private const int WaitingJobs = 1024;

    private readonly BlobContainerClient _container;
    private readonly AzureLimits _limits;
    private readonly LogBlobs _blobs;
    private readonly Queue<AppendJob> _waiting = new();
    private LogSegment _segment;
    private AppendHead _head;
    private BlockPage _page;
    private bool _running;
    private bool _over;

    private AppendWriter(BlobContainerClient container, AzureLimits limits, LogBlobs blobs, AppendHead next, BlockPage page)
    {
        (_container, _limits, _blobs, _segment, _head, _page) = (container, limits, blobs, blobs.Segments[^1], next, page);
        Generation = _segment.Generation;
    }

    public long Generation { get; }

    /// <summary>Its commits are over: another generation writes, or what became of the last append is not known. A new writer starts from what is stored.</summary>
    public bool IsOver => Volatile.Read(ref _over);

    /// <summary>Nothing waits and nothing is under way.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_waiting)
                return !_running;
        }
    }

    /// <summary>A writer that goes on from what a log's blobs hold; the last segment must be open.</summary>
    public static async Task<AppendWriter> Load(BlobContainerClient container, AzureLimits limits, LogBlobs blobs, LogView view, CancellationToken cancellationToken)
    {
        var (segment, page) = (blobs.Segments[^1], await view.NewestPage(cancellationToken));
        return new AppendWriter(container, limits, blobs, view.Next(segment), page);
    }

    /// <summary>Adds a commit and waits for it. Commits are done in the order of these calls.</summary>
    public Task<CommitOutcome> Write(LogCommit commit, CancellationToken cancellationToken) => Write(new AppendJob(commit, null, cancellationToken));

    /// <summary>
    /// Adds a trim and waits for it. <see cref="CommitOutcome.Conflict"/> as well where a block row was written since it was planned: then it is to be planned again.
    /// </summary>
    public Task<CommitOutcome> Trim(TrimPlan plan, CancellationToken cancellationToken)
    {
        var (trim, rows) = (plan.Trim, plan.Rescued);
        return Write(new AppendJob(new LogCommit(trim.Session, trim.Generation, 0, [], 0, 0, rows), plan, cancellationToken));
    }

    private Task<CommitOutcome> Write(AppendJob job)
    {
        lock (_waiting)
        {
            if (_waiting.Count >= WaitingJobs)
                throw new AzureStorageException($"{WaitingJobs} commits of a session wait for Azure storage already.");
            _waiting.Enqueue(job);
            if (_running)
                return job.Done;
            _running = true;
        }

        // On the pool's scheduler: the caller is a grain's turn.
        _ = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        return job.Done;
    }

    private async Task Loop()
    {
        while (Gather() is { } group)
        {
            var accepted = new List<AppendJob>();
            try
            {
                Sort(group, accepted);
                var outcome = accepted.Count == 0 || await Append(accepted) ? CommitOutcome.Committed : CommitOutcome.Conflict;
                foreach (var job in group)
                    job.Complete(accepted.Contains(job) ? outcome : CommitOutcome.Conflict);
            }
            catch (Exception fault)
            {
                Volatile.Write(ref _over, true);
                var explained = AzureFaults.Explain(fault, _container.Name) ?? fault;
                foreach (var job in group)
                    job.Fail(explained);
            }
        }
    }

    /// <summary>What waits, up to the bytes of one append, a trim alone; null, and the loop ends, when nothing does.</summary>
    private List<AppendJob>? Gather()
    {
        var (group, bytes) = (new List<AppendJob>(), 0L);
        lock (_waiting)
        {
            while (_waiting.TryPeek(out var job) && (group.Count == 0 || (bytes + job.Bytes <= _limits.AppendBytes && job.Plan is null && group[0].Plan is null)))
            {
                _waiting.Dequeue();
                if (job.EndIfCancelled())
                    continue;
                group.Add(job);
                bytes += job.Bytes;
            }

            _running = group.Count > 0;
        }

        return group.Count > 0 ? group : null;
    }

    /// <summary>Finds the commits that follow the end and each other.</summary>
    private void Sort(List<AppendJob> group, List<AppendJob> accepted)
    {
        if (IsOver)
            throw new AzureStorageException("An append before this one failed; what became of it must be looked at first.");

        var end = _head.End;
        foreach (var job in group.Where(job => job.Commit.Generation == Generation))
        {
            if (job.Plan is { } plan ? !Holds(plan) : job.Commit.ExpectedEnd != end)
                continue;
            accepted.Add(job);
            end = CommitRuns.EndOf(job.Commit);
        }
    }

    private bool Holds(TrimPlan plan) => plan.Blocks == _head.Blocks && plan.Trim.Oldest > _head.Trimmed && plan.Trim.Oldest <= _head.End + 1;

    /// <summary>True: stored. False: the storage refused, for another generation holds the log.</summary>
    private async Task<bool> Append(List<AppendJob> jobs)
    {
        if ((_head.Index >= _limits.SegmentAppends || _segment.Length >= _limits.BlobBytes) && !await BeginSegment())
            return Lose();

        var (head, page, bytes) = Encode(jobs);
        if (await Send(bytes) is not { } tag)
            return Lose();

        var offset = _segment.Length;
        (_segment, _page) = (_segment with { Length = offset + bytes.Length, Tag = tag }, page);
        _head = head with { Index = head.Index + 1, First = head.End + 1, Runs = [], Back = head.BackOfNext(offset) };
        return true;
    }

    private bool Lose()
    {
        Volatile.Write(ref _over, true);
        return false;
    }

    private (AppendHead Head, BlockPage Page, byte[] Bytes) Encode(List<AppendJob> jobs)
    {
        using var cipher = new LogCipher(_blobs.Key!);
        var blobs = RunBlob.Of([.. jobs.SelectMany(job => job.Commit.Runs)], _limits.RunBytes);
        var parts = blobs.Select(blob => blob.Seal(cipher)).ToList();
        var head = _head with
        {
            First = _head.End + 1,
            End = jobs[^1].Plan is null ? CommitRuns.EndOf(jobs[^1].Commit) : _head.End,
            Epoch = blobs.Count > 0 ? blobs[^1].Epoch : _head.Epoch,
            PayloadBytes = _head.PayloadBytes + jobs.Sum(job => job.Commit.PayloadBytes),
            Days = DaysWith(jobs),
            Runs = [.. blobs.Select((blob, i) => new AppendRun(blob.First, blob.Count, blob.Epoch, parts[i].Length))],
        };
        if (jobs[0].Plan is { } plan)
            head = head with { Trimmed = plan.Trim.Oldest - 1, TrimmedBytes = plan.Trim.PayloadBytes, FirstSegment = plan.FirstSegment };
        var rows = jobs.SelectMany(job => job.Commit.Blocks).ToList();
        if (rows.Count == 0)
            return (head, _page, AppendLayout.Join(head.Encode(), parts));

        var page = _page.With(rows, head.Blocks);
        parts.Add(page.Seal(cipher));
        return PlacePage(head, page, parts);
    }

    /// <summary>The head says where the page stands, and its own length says where that is: a longer number may move it once.</summary>
    private (AppendHead Head, BlockPage Page, byte[] Bytes) PlacePage(AppendHead head, BlockPage page, List<byte[]> parts)
    {
        var before = parts.SkipLast(1).Sum(part => part.Length);
        for (var offset = 0L; ;)
        {
            head = head with { Blocks = new BlockPlace(_segment.Number, offset, parts[^1].Length) };
            var encoded = head.Encode();
            var place = _segment.Length + AppendLayout.Before + encoded.Length + before;
            if (place == offset)
                return (head, page, AppendLayout.Join(encoded, parts));
            offset = place;
        }
    }

    private Dictionary<int, long> DaysWith(List<AppendJob> jobs)
    {
        var days = new Dictionary<int, long>(_head.Days);
        foreach (var commit in jobs.Select(job => job.Commit).Where(commit => commit.PayloadBytes > 0))
            days[commit.Day] = days.GetValueOrDefault(commit.Day) + commit.PayloadBytes;
        return days;
    }

    /// <summary>Appends where the segment is as this writer left it; null when it is not.</summary>
    private async Task<ETag?> Send(byte[] bytes)
    {
        try
        {
            var conditions = new AppendBlobRequestConditions { IfMatch = _segment.Tag, IfAppendPositionEqual = _segment.Length };
            using var content = new MemoryStream(bytes, false);
            var options = new AppendBlobAppendBlockOptions { Conditions = conditions };
            return (await _container.GetAppendBlobClient(_segment.Name).AppendBlockAsync(content, options)).Value.ETag;
        }
        catch (RequestFailedException fault) when (SegmentChanges.IsRefusal(fault))
        {
            return await TagIfDone(bytes.Length);
        }
    }

    /// <summary>The client library sends again what was not answered; the second try is refused when the first was done.</summary>
    private async Task<ETag?> TagIfDone(int length)
    {
        var seen = await LogBlobs.Look(_container, _blobs.Session, CancellationToken.None);
        return seen is { Key: not null } && seen.Log == _blobs.Log && seen.Segments.Count > 0 && seen.Segments[^1] is { IsClosed: false } last
            && last.Number == _segment.Number && last.Generation == Generation && last.Length == _segment.Length + length
            ? last.Tag
            : null;
    }

    /// <summary>Goes on in a further segment: closes this one, which takes the right to it from everybody, and makes the next. False: another was first.</summary>
    private async Task<bool> BeginSegment()
    {
        var closed = await SegmentChanges.Change(_container, _segment with { IsClosed = true }, CancellationToken.None);
        if (closed is null)
            return false;

        var number = _segment.Number + 1;
        var next = new LogSegment(number, _blobs.SegmentName(number), 0, default, Generation, _head.End + 1, false);
        if (await SegmentChanges.Create(_container, next, CancellationToken.None) is not { } made)
            return false;

        // A delete that did not see the new segment has marked the old one; one that comes later sees it.
        var seen = await LogBlobs.Look(_container, _blobs.Session, CancellationToken.None);
        if (seen is not { Key: not null } || seen.Log != _blobs.Log || seen.Segments.FirstOrDefault(known => known.Number == _segment.Number)?.Generation != Generation)
        {
            await _container.DeleteBlobIfExistsAsync(made.Name, conditions: new BlobRequestConditions { IfMatch = made.Tag });
            return false;
        }

        (_segment, _head) = (made, _head with { Index = 0, Back = [] });
        return true;
    }
}
