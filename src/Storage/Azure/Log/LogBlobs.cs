using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace SessionShare.Storage;

/// <summary>
/// A session's log as blobs, seen in one listing.
/// <code>
/// {session}/head            an empty blob. Metadata: log (a name that no other log has), key (gone once the log is deleted), base (a generation below all of its own)
/// {session}/{log}/{000000}  segments: append blobs. Metadata: generation, first (the sequence that it starts with), closed (set when a further one follows)
/// ~deleting/{session}       stands while a log is being deleted, so that a start finds it
/// ~generations              metadata: floor, at least every generation of every log that is gone
/// </code>
/// A segment's ETag is the writer's right to it: each append states it and gets the next one; whoever takes a new generation changes metadata and so the ETag,
/// and from then on the storage itself refuses the writer before.
/// </summary>
/// <param name="Session">The session.</param>
/// <param name="HeadTag">ETag of the head.</param>
/// <param name="Log">Name of the log.</param>
/// <param name="Key">Key of its frames and blocks; null once it is deleted.</param>
/// <param name="Base">A generation below all of its own.</param>
/// <param name="Segments">Its segments, in order.</param>
internal sealed record LogBlobs(string Session, ETag HeadTag, string Log, byte[]? Key, long Base, IReadOnlyList<LogSegment> Segments)
{
    public const string DeletingPrefix = "~deleting/";

    /// <summary>The newest segment that holds something; null in an empty log.</summary>
    public LogSegment? Newest => Segments.LastOrDefault(segment => segment.Length > 0);

    /// <summary>The newest generation.</summary>
    public long Generation => Segments.Count > 0 ? Segments[^1].Generation : Base;

    public static string HeadName(string session) => $"{session}/head";

    public static string DeletingName(string session) => DeletingPrefix + session;

    public string SegmentName(int number) => string.Create(CultureInfo.InvariantCulture, $"{Session}/{Log}/{number:D6}");

    public IDictionary<string, string> HeadMetadata() => HeadMetadata(Log, Key, Base);

    public static IDictionary<string, string> HeadMetadata(string log, byte[]? key, long below)
    {
        var metadata = new Dictionary<string, string> { ["log"] = log, ["base"] = below.ToString(CultureInfo.InvariantCulture) };
        if (key is not null)
            metadata["key"] = Convert.ToBase64String(key);
        return metadata;
    }

    /// <summary>Looks at a session's log; null when there is none.</summary>
    public static async Task<LogBlobs?> Look(BlobContainerClient container, string session, CancellationToken cancellationToken)
    {
        var blobs = new List<BlobItem>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, $"{session}/", cancellationToken))
            blobs.Add(blob);
        if (blobs.Find(blob => blob.Name == HeadName(session)) is not { } head)
            return null;

        var log = head.Metadata["log"];
        var key = head.Metadata.TryGetValue("key", out var text) ? Convert.FromBase64String(text) : null;
        var segments = blobs.Where(blob => blob.Name.StartsWith($"{session}/{log}/", StringComparison.Ordinal)).Select(LogSegment.Of)
            .OrderBy(segment => segment.Number).ToList();
        return new LogBlobs(session, head.Properties.ETag!.Value, log, key, long.Parse(head.Metadata["base"], CultureInfo.InvariantCulture), segments);
    }
}

/// <summary>One append blob of a log.</summary>
/// <param name="Number">Its place, from 0.</param>
/// <param name="Name">The blob's name.</param>
/// <param name="Length">Its bytes, when it was looked at.</param>
/// <param name="Tag">Its ETag then.</param>
/// <param name="Generation">The generation that may append to it; <see cref="Deleted"/> once its log is.</param>
/// <param name="First">The sequence that it starts with.</param>
/// <param name="IsClosed">A further one follows, or is about to.</param>
internal sealed record LogSegment(int Number, string Name, long Length, ETag Tag, long Generation, long First, bool IsClosed)
{
    /// <summary>Stands in place of a generation that any writer could have.</summary>
    public const long Deleted = -1;

    public IDictionary<string, string> Metadata()
    {
        var metadata = new Dictionary<string, string>
        {
            ["generation"] = Generation.ToString(CultureInfo.InvariantCulture),
            ["first"] = First.ToString(CultureInfo.InvariantCulture),
        };
        if (IsClosed)
            metadata["closed"] = "yes";
        return metadata;
    }

    public static LogSegment Of(BlobItem blob) => new(
        int.Parse(blob.Name[(blob.Name.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture),
        blob.Name,
        blob.Properties.ContentLength ?? 0,
        blob.Properties.ETag!.Value,
        long.Parse(blob.Metadata["generation"], CultureInfo.InvariantCulture),
        long.Parse(blob.Metadata["first"], CultureInfo.InvariantCulture),
        blob.Metadata.ContainsKey("closed"));
}
