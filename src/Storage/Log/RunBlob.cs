using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Storage;

/// <summary>
/// Frames of one epoch that are sealed together: one row, or one part of an append. Small runs of a commit are joined and large ones cut, so that a long session is neither a row per
/// keystroke nor a row that is slow to read into.
/// </summary>
internal sealed class RunBlob
{
    private readonly List<FrameRun> _parts = [];

    private RunBlob(long epoch) => Epoch = epoch;

    public long Epoch { get; }

    public long First => _parts[0].First;

    public int Bytes { get; private set; }

    public long Count => _parts[^1].Last - First + 1;

    /// <summary>A commit's runs as blobs of at most <paramref name="maxBytes"/>, or of one frame where that is larger.</summary>
    public static IReadOnlyList<RunBlob> Of(IReadOnlyList<LoggedRun> runs, int maxBytes)
    {
        var blobs = new List<RunBlob>();
        foreach (var (epoch, run) in runs)
        {
            for (FrameRun? rest = run; rest is { } more;)
            {
                var part = FrameRuns.Head(more, maxBytes);
                if (blobs.Count == 0 || blobs[^1].Epoch != epoch || blobs[^1].Bytes + part.Bytes.Length > maxBytes)
                    blobs.Add(new RunBlob(epoch));
                blobs[^1].Add(part);
                rest = FrameRuns.Behind(more, part.Last);
            }
        }

        return blobs;
    }

    /// <summary>Joins its runs and seals them into an array of their own.</summary>
    public byte[] Seal(LogCipher cipher)
    {
        var bytes = new byte[Bytes + LogCipher.Overhead];
        Seal(cipher, bytes);
        return bytes;
    }

    /// <summary>Joins its runs and seals them.</summary>
    public void Seal(LogCipher cipher, Span<byte> into)
    {
        if (_parts.Count == 1)
        {
            cipher.Seal(_parts[0].Bytes.Span, into);
            return;
        }

        var plain = LogCipher.PlainIn(into);
        var rest = plain;
        foreach (var part in _parts)
        {
            part.Bytes.Span.CopyTo(rest);
            rest = rest[part.Bytes.Length..];
        }

        cipher.Seal(plain, into);
    }

    private void Add(FrameRun part)
    {
        _parts.Add(part);
        Bytes += part.Bytes.Length;
    }
}
