using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace SessionShare.Storage;

/// <summary>
/// Deleting a log: its writer loses its right, then its key goes out of the head's metadata (which soft delete keeps no copy of), and from then on the
/// session has no log; then its segments go one by one, and the head at last. Any step may be repeated, by any silo.
/// </summary>
internal static class LogRemoval
{
    private const int Tries = 200;

    /// <summary>Deletes a session's log; does nothing where there is none.</summary>
    public static async Task Delete(BlobContainerClient container, string session, CancellationToken cancellationToken)
    {
        if (await LogBlobs.Look(container, session, cancellationToken) is not { } blobs)
        {
            await Finish(container, session, cancellationToken);
            return;
        }

        await Mark(container, session, cancellationToken);
        for (var attempt = 0; blobs.Key is not null; attempt++)
        {
            if (attempt == Tries)
                throw new AzureStorageException($"The log of a session in the container '{container.Name}' is written too fast to be deleted; try again.");
            if (await Fence(container, blobs, cancellationToken))
                await SegmentChanges.SetMetadata(container, LogBlobs.HeadName(session), (blobs with { Key = null }).HeadMetadata(), blobs.HeadTag, cancellationToken);
            if (await LogBlobs.Look(container, session, cancellationToken) is not { } seen)
                break;
            blobs = seen;
        }

        await Finish(container, session, cancellationToken);
    }

    /// <summary>Deletes segments of which nothing is kept. Each as it was seen: it is closed, so only a delete of the whole log may be there first.</summary>
    public static async Task DeleteTrimmed(BlobContainerClient container, LogView view, CancellationToken cancellationToken)
    {
        foreach (var segment in view.TrimmedSegments)
            await Delete(container, segment.Name, segment.Tag, cancellationToken);
    }

    /// <summary>Sessions whose deletion isn't finished.</summary>
    public static async Task<IReadOnlyList<string>> Unfinished(BlobContainerClient container, CancellationToken cancellationToken)
    {
        var sessions = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, LogBlobs.DeletingPrefix, cancellationToken))
            sessions.Add(blob.Name[LogBlobs.DeletingPrefix.Length..]);
        return sessions;
    }

    /// <summary>Deletes what is left of a log whose key is gone.</summary>
    public static async Task Finish(BlobContainerClient container, string session, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await LogBlobs.Look(container, session, cancellationToken) is { Key: not null })
                break;

            var blobs = new List<BlobItem>();
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{session}/", cancellationToken))
                blobs.Add(blob);
            if (blobs.Count == 0)
                break;

            // Each as it was seen: under the same name there may be another log's by now.
            foreach (var blob in blobs.Where(blob => blobs.Count == 1 || blob.Name != LogBlobs.HeadName(session)))
                await Delete(container, blob.Name, blob.Properties.ETag!.Value, cancellationToken);
        }

        await container.DeleteBlobIfExistsAsync(LogBlobs.DeletingName(session), cancellationToken: cancellationToken);
    }

    /// <summary>Takes the right to append from whoever has it; true when nobody can append any more.</summary>
    private static async Task<bool> Fence(BlobContainerClient container, LogBlobs blobs, CancellationToken cancellationToken)
    {
        if (blobs.Segments.Count == 0 || blobs.Segments[^1] is not { } last)
            return true;
        if (last.Generation == LogSegment.Deleted)
            return true;

        await GenerationFloor.Raise(container, last.Generation, cancellationToken);
        await SegmentChanges.Change(container, last with { Generation = LogSegment.Deleted }, cancellationToken);
        // Looked at again before the key goes: a writer may have begun a further segment just before.
        return false;
    }

    private static async Task Mark(BlobContainerClient container, string session, CancellationToken cancellationToken)
    {
        try
        {
            var options = new AppendBlobCreateOptions { Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All } };
            await container.GetAppendBlobClient(LogBlobs.DeletingName(session)).CreateAsync(options, cancellationToken);
        }
        catch (RequestFailedException fault) when (SegmentChanges.IsRefusal(fault))
        {
            // It stands from an earlier try.
        }
    }

    private static async Task Delete(BlobContainerClient container, string name, ETag seen, CancellationToken cancellationToken)
    {
        try
        {
            var conditions = new BlobRequestConditions { IfMatch = seen };
            await container.GetBlobClient(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions, cancellationToken);
        }
        catch (RequestFailedException fault) when (SegmentChanges.IsRefusal(fault))
        {
            // Changed or gone meanwhile; the next look says which.
        }
    }
}
