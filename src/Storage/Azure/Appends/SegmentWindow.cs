using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace SessionShare.Storage;

/// <summary>Reads of one segment up to a length, in ranges that are kept until something else is asked for.</summary>
/// <param name="container">The container.</param>
/// <param name="segment">Which segment.</param>
/// <param name="ahead">Bytes that a read brings at least, as far as there are so many.</param>
internal sealed class SegmentWindow(BlobContainerClient container, LogSegment segment, int ahead)
{
    private long _start;
    private ReadOnlyMemory<byte> _bytes;

    /// <summary>Reads done so far.</summary>
    public int Reads { get; private set; }

    /// <summary>Bytes from the segment.</summary>
    public async Task<ReadOnlyMemory<byte>> Get(long offset, int length, CancellationToken cancellationToken)
    {
        if (offset < 0 || offset + length > segment.Length)
            throw new AzureStorageException($"The blob {segment.Name} is damaged: an append of it reaches beyond its end.");
        if (offset < _start || offset + length > _start + _bytes.Length)
        {
            var range = new HttpRange(offset, Math.Min(Math.Max(length, ahead), segment.Length - offset));
            var options = new BlobDownloadOptions { Range = range };
            var answer = await container.GetBlobClient(segment.Name).DownloadContentAsync(options, cancellationToken);
            Reads++;
            (_start, _bytes) = (offset, answer.Value.Content.ToMemory());
        }

        return _bytes.Slice((int)(offset - _start), length);
    }

    /// <summary>The append that begins here.</summary>
    public async Task<StoredAppend> AppendAt(long offset, CancellationToken cancellationToken)
    {
        var start = await Get(offset, AppendLayout.Before, cancellationToken);
        var (length, headLength) = (AppendLayout.ReadLength(start.Span), AppendLayout.ReadLength(start.Span[4..]));
        var head = AppendHead.Decode((await Get(offset + AppendLayout.Before, headLength, cancellationToken)).Span);
        return new StoredAppend(offset, length, offset + AppendLayout.Before + headLength, head);
    }

    /// <summary>The last append. There must be one.</summary>
    public async Task<StoredAppend> Last(CancellationToken cancellationToken)
    {
        var tail = (int)Math.Min(ahead, segment.Length);
        var bytes = await Get(segment.Length - tail, tail, cancellationToken);
        return await AppendAt(segment.Length - AppendLayout.ReadLength(bytes.Span[^AppendLayout.Behind..]), cancellationToken);
    }

    /// <summary>The latest append whose first sequence is this one or earlier, looked for from the end; the segment must hold the sequence.</summary>
    public async Task<StoredAppend> Find(long sequence, CancellationToken cancellationToken)
    {
        var append = await Last(cancellationToken);
        while (append.Head.First > sequence)
        {
            var back = append.Head.Back;
            var near = 0;
            while (near < back.Count && back[near].First > sequence)
                near++;
            // The one before is right; or the farthest that is still too late brings halfway there.
            append = await AppendAt(back[Math.Max(near - 1, 0)].Offset, cancellationToken);
        }

        return append;
    }
}

/// <summary>An append as it stands in its segment.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">All its bytes.</param>
/// <param name="Body">Where its sealed parts begin.</param>
/// <param name="Head">What it says of itself.</param>
internal sealed record StoredAppend(long Offset, int Length, long Body, AppendHead Head);
