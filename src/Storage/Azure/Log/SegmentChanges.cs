using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace SessionShare.Storage;

/// <summary>The changes that make a writer of a log the only one. Each is one conditional request; null or false means that another was first.</summary>
internal static class SegmentChanges
{
    /// <summary>Makes a segment where there is none of its name.</summary>
    public static async Task<LogSegment?> Create(BlobContainerClient container, LogSegment segment, CancellationToken cancellationToken)
    {
        try
        {
            var options = new AppendBlobCreateOptions
            {
                Metadata = segment.Metadata(),
                Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All },
            };
            var made = await container.GetAppendBlobClient(segment.Name).CreateAsync(options, cancellationToken);
            return segment with { Length = 0, Tag = made.Value.ETag };
        }
        catch (RequestFailedException fault) when (IsRefusal(fault))
        {
            return null;
        }
    }

    /// <summary>Gives a segment other metadata, and so another ETag, where its ETag is still the one that was seen.</summary>
    public static async Task<LogSegment?> Change(BlobContainerClient container, LogSegment changed, CancellationToken cancellationToken)
    {
        var tag = await SetMetadata(container, changed.Name, changed.Metadata(), changed.Tag, cancellationToken);
        return tag is null ? null : changed with { Tag = tag.Value };
    }

    /// <summary>Gives a blob other metadata where its ETag is the one that was seen; answers the new one.</summary>
    public static async Task<ETag?> SetMetadata(
        BlobContainerClient container, string name, IDictionary<string, string> metadata, ETag seen, CancellationToken cancellationToken)
    {
        try
        {
            var conditions = new BlobRequestConditions { IfMatch = seen };
            return (await container.GetBlobClient(name).SetMetadataAsync(metadata, conditions, cancellationToken)).Value.ETag;
        }
        catch (RequestFailedException fault) when (IsRefusal(fault))
        {
            return null;
        }
    }

    /// <summary>The storage refused because the blob is not as the caller saw it, or not there.</summary>
    public static bool IsRefusal(RequestFailedException fault) => fault.Status is 409 or 412 || fault is { Status: 404, ErrorCode: "BlobNotFound" };
}
