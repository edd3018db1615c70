using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace SessionShare.Storage;

/// <summary>Taking the next generation of a log.</summary>
internal static class LogOpening
{
    /// <summary>Others that open or delete the same log at the same moment can make a try fail; each failure means that one of them got on.</summary>
    private const int Tries = 100;

    /// <summary>Takes it, and makes the log where there is none. The last segment of the answer is the writer's to append to.</summary>
    public static async Task<LogBlobs> Open(BlobContainerClient container, string session, CancellationToken cancellationToken) =>
        (await Take(container, session, makes: true, cancellationToken))!;

    /// <summary>Takes it; null where there is no log.</summary>
    public static Task<LogBlobs?> Reopen(BlobContainerClient container, string session, CancellationToken cancellationToken) =>
        Take(container, session, makes: false, cancellationToken);

    private static async Task<LogBlobs?> Take(BlobContainerClient container, string session, bool makes, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var blobs = await LogBlobs.Look(container, session, cancellationToken);
            if (blobs is null && !makes)
                return null;
            if (blobs is null)
                await Create(container, session, cancellationToken);
            else if (blobs.Key is null)
                await LogRemoval.Finish(container, session, cancellationToken);
            else if (await Take(container, blobs, cancellationToken) is { } taken)
                return taken;
        }

        throw new AzureStorageException($"The log of a session is opened by too many at once in the container '{container.Name}'.");
    }

    private static async Task Create(BlobContainerClient container, string session, CancellationToken cancellationToken)
    {
        var below = await GenerationFloor.Read(container, cancellationToken);
        var options = new AppendBlobCreateOptions
        {
            Metadata = LogBlobs.HeadMetadata(RandomNumberGenerator.GetHexString(16, true), RandomNumberGenerator.GetBytes(LogCipher.KeyBytes), below),
            Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            await container.GetAppendBlobClient(LogBlobs.HeadName(session)).CreateAsync(options, cancellationToken);
        }
        catch (RequestFailedException fault) when (SegmentChanges.IsRefusal(fault))
        {
            // Another made it meanwhile; the next look finds it.
        }
    }

    private static async Task<LogBlobs?> Take(BlobContainerClient container, LogBlobs blobs, CancellationToken cancellationToken)
    {
        var last = blobs.Segments.Count > 0 ? blobs.Segments[^1] : null;
        if (last is { Generation: LogSegment.Deleted })
        {
            // A delete that stopped between taking the writer's right and destroying the key: it goes on.
            await LogRemoval.Delete(container, blobs.Session, cancellationToken);
            return null;
        }

        if (last is { IsClosed: false })
        {
            var changed = await SegmentChanges.Change(container, last with { Generation = last.Generation + 1 }, cancellationToken);
            return changed is null ? null : blobs with { Segments = [.. blobs.Segments.SkipLast(1), changed] };
        }

        var first = blobs.Newest is { } newest
            ? (await new SegmentWindow(container, newest, AzureFrameLog.LookBytes).Last(cancellationToken)).Head.End + 1
            : 1;
        var number = last is null ? 0 : last.Number + 1;
        var next = new LogSegment(number, blobs.SegmentName(number), 0, default, blobs.Generation + 1, first, false);
        return await SegmentChanges.Create(container, next, cancellationToken) is { } made
            ? blobs with { Segments = [.. blobs.Segments, made] }
            : null;
    }
}
