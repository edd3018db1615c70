using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// Where the log's keyframes are. Kept by the session's grain, and by each gateway's feed from what passes. Older ones are thinned, so that there are few of them:
/// a keyframe that is no longer here stays in the log as any frame. Not thread-safe.
/// </summary>
/// <param name="marks">What is known at the start, in order.</param>
/// <param name="payloadBytes">Payload bytes of all frames so far.</param>
public sealed class KeyframeIndex(IEnumerable<KeyframeMark> marks, long payloadBytes)
{
    /// <summary>Marks kept; the newest half of them closely, the others ever further apart.</summary>
    private const int Capacity = 32;

    private readonly List<KeyframeMark> _marks = [.. marks];
    private KeyframeMark? _open;

    /// <summary>What is known, in order.</summary>
    public IReadOnlyList<KeyframeMark> Marks => _marks;

    /// <summary>The newest whole keyframe; null when there is none.</summary>
    public KeyframeMark? Newest => _marks.Count > 0 ? _marks[^1] : null;

    /// <summary>Payload bytes of all frames, keyframes aside.</summary>
    public long PayloadBytes { get; private set; } = payloadBytes;

    /// <summary>Payload bytes since the newest keyframe; of the whole log when there is none.</summary>
    public long SinceNewest => PayloadBytes - (Newest?.Before ?? 0);

    /// <summary>Takes the log's next frame. True: it completes a keyframe.</summary>
    public bool Take(Frame frame)
    {
        if (frame.Kind != FrameKind.Keyframe || !KeyframePart.TryRead(frame.Payload, out var part))
        {
            (_open, PayloadBytes) = (null, PayloadBytes + frame.Payload.Length);
            return false;
        }

        if (part.IsFirst)
            _open = new KeyframeMark(frame.Sequence, frame.Sequence, PayloadBytes);
        if (!part.IsLast || _open is not { } open)
            return false;

        _marks.Add(open with { Last = frame.Sequence });
        _open = null;
        Thin();
        return true;
    }

    /// <summary>Frames above <paramref name="sequence"/> are void.</summary>
    public void ForgetAbove(long sequence)
    {
        _marks.RemoveAll(mark => mark.Last > sequence);
        _open = null;
    }

    /// <summary>Frames below <paramref name="sequence"/> have left the log.</summary>
    public void ForgetBelow(long sequence) => _marks.RemoveAll(mark => mark.First < sequence);

    /// <summary>The oldest keyframe with at most <paramref name="back"/> payload bytes behind it, or the newest; null when there is none.</summary>
    public KeyframeMark? WithBehind(long back) => _marks.Find(mark => PayloadBytes - mark.Before <= back) ?? Newest;

    /// <summary>Takes every other mark out of the older half, once there are too many.</summary>
    private void Thin()
    {
        if (_marks.Count <= Capacity)
            return;
        for (var i = (Capacity / 2) - 1; i > 0; i -= 2)
            _marks.RemoveAt(i);
    }
}

/// <summary>Where a keyframe is.</summary>
/// <param name="First">Sequence of its first part.</param>
/// <param name="Last">Sequence of its last part.</param>
/// <param name="Before">Payload bytes of the frames before it, keyframes aside.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.keyframe-mark")]
public sealed record KeyframeMark([property: Id(0)] long First, [property: Id(1)] long Last, [property: Id(2)] long Before);
