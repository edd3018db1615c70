using SessionShare.Grains.Log;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// A session that rolls: before its log is full, its oldest blocks leave it, and inside the oldest block, where that alone is too big, what is before a keyframe.
/// <code>
/// trimmed before │ oldest ............ kept ............ newest │      kept is never more than MaxBytes:
///                                                                      from 15/16 of it on it is cut to 7/8, and meanwhile appends wait at MaxBytes
/// </code>
/// </summary>
internal sealed partial class Session
{
    private bool _cannotRoll;

    /// <summary>Payload bytes before <see cref="Oldest"/>, which have left the log.</summary>
    public long TrimmedBytes { get; private set; }

    /// <summary>Payload bytes from the session's start that are to leave the log, at least; null when none are.</summary>
    public long? ToTrim =>
        _options.WhenFull == WhenFull.Roll && Ended is null && Kept > _options.MaxBytes / 16 * 15 ? Keyframes.PayloadBytes - (_options.MaxBytes / 8 * 7) : null;

    /// <summary>There is no block and no keyframe at which the log could begin anew.</summary>
    public void CannotRoll() => _cannotRoll = true;

    private long Kept => Keyframes.PayloadBytes - TrimmedBytes;

    /// <summary>
    /// Where the log shall begin so that at least <paramref name="bytes"/> leave it: at a block, unless far more would leave than must; then at a keyframe.
    /// </summary>
    /// <param name="block">The first block behind so many bytes, if there is one.</param>
    /// <returns>The new oldest sequence, and the payload bytes before it; null where there is no such place that is durable.</returns>
    public (long Oldest, long Bytes)? TrimPoint(BlockRow? block, long bytes)
    {
        var atBlock = block is { } row && row.FirstSequence <= Tail.Durable ? (row.FirstSequence, row.Before) : ((long, long)?)null;
        var atKeyframe = Keyframes.Marks.FirstOrDefault(mark => mark.Before >= bytes && mark.Last <= Tail.Durable) is { } found ? (found.First, found.Before) : ((long, long)?)null;
        var isFar = atBlock is null || atBlock.Value.Item2 > bytes + (_options.MaxBytes / 4);
        return isFar ? atKeyframe ?? atBlock : atBlock;
    }

    /// <summary>Frames below <paramref name="oldest"/>, with so many payload bytes from the session's start on, have left the log.</summary>
    public void Trimmed(long oldest, long bytes)
    {
        (Oldest, TrimmedBytes, _cannotRoll) = (oldest, bytes, false);
        Keyframes.ForgetBelow(oldest);
        KeyframesChanged();
        _warnings.Rolled();
    }

    /// <summary>Whether so many bytes wait until older ones have left the log.</summary>
    private bool MustRollFirst(long bytes) => _options.WhenFull == WhenFull.Roll && Kept + bytes > _options.MaxBytes;
}
