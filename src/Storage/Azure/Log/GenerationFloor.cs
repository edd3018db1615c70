using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace SessionShare.Storage;

/// <summary>
/// A number at least as high as every generation of every deleted log: a new log's generations start above it, so that they grow across a delete
/// without anything being kept of the session that is gone. Read when a log is made, raised when one is deleted.
/// </summary>
internal static class GenerationFloor
{
    private const string Name = "~generations";
    private const string Floor = "floor";
    private const int Tries = 200;

    public static async Task<long> Read(BlobContainerClient container, CancellationToken cancellationToken) =>
        (await Find(container, cancellationToken))?.Floor ?? 0;

    /// <summary>Makes sure that it is at least so high.</summary>
    public static async Task Raise(BlobContainerClient container, long generation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var found = await Find(container, cancellationToken);
            if (found?.Floor >= generation)
                return;

            var metadata = new Dictionary<string, string> { [Floor] = generation.ToString(CultureInfo.InvariantCulture) };
            if (found is { } known)
                await SegmentChanges.SetMetadata(container, Name, metadata, known.Tag, cancellationToken);
            else
                await Make(container, metadata, cancellationToken);
        }

        throw new AzureStorageException($"Too many sessions are deleted at once in the container '{container.Name}'.");
    }

    private static async Task<(long Floor, ETag Tag)?> Find(BlobContainerClient container, CancellationToken cancellationToken)
    {
        try
        {
            var found = (await container.GetBlobClient(Name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return (long.Parse(found.Metadata[Floor], CultureInfo.InvariantCulture), found.ETag);
        }
        catch (RequestFailedException fault) when (fault is { Status: 404, ErrorCode: "BlobNotFound" })
        {
            return null;
        }
    }

    private static async Task Make(BlobContainerClient container, Dictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        try
        {
            var options = new AppendBlobCreateOptions
            {
                Metadata = metadata,
                Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All },
            };
            await container.GetAppendBlobClient(Name).CreateAsync(options, cancellationToken);
        }
        catch (RequestFailedException fault) when (SegmentChanges.IsRefusal(fault))
        {
            // Another made it meanwhile; the next look says how high.
        }
    }
}
