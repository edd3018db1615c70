using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>What a viewer makes of frames that came.</summary>
internal enum FrameFit
{
    /// <summary>They go on from the cursor, which now stands behind them.</summary>
    Next,

    /// <summary>All of them were seen before.</summary>
    Seen,

    /// <summary>Frames are missing before them, or they can't be read: a fault of the server's.</summary>
    Wrong,
}

/// <summary>
/// Where a viewer stands: epoch and sequence of the newest frame it has. Frames pass once each, in order, without holes.
/// </summary>
internal sealed class Cursor(WatchFrom from, bool recorder, bool together = false)
{
    private long? _after = from.After;
    private long? _epoch;

    // From "now" the first frame may be any: only the server knows when now was.
    private bool _open = from.After is null;

    // Where it stood before frames of it were void, until others follow: what is void still stands on a screen, and is drawn anew only for one who has seen it.
    private (long? After, long? Epoch, bool Open)? _before;

    /// <summary>What to ask the server for.</summary>
    public WatchRequest Request
    {
        get
        {
            var (after, epoch, _) = _before ?? (_after, _epoch, _open);
            return new(recorder, after, epoch, after is null ? from.Back : 0, RosterUpdates: true, together && !recorder);
        }
    }

    /// <summary>A stream begins. Says which frames can't be had any more, if any.</summary>
    public (long First, long Last)? Begin(Present present)
    {
        (_after, _epoch, _open) = _before ?? (_after, _epoch, _open);
        _before = null;
        if (recorder)
            (_after, _open) = (_after ?? present.Durable, false);
        if (_after is null || present.Oldest <= _after + 1)
            return null;

        (long, long)? missed = _after == 0 ? null : (_after.Value + 1, present.Oldest - 1);
        _after = present.Oldest - 1;
        return missed;
    }

    /// <summary>Passes what is new of <paramref name="frames"/>.</summary>
    public FrameFit Pass(WatchedFrames frames, out FrameRun run)
    {
        run = frames.Run;
        if (run.First < 1 || !FrameCodec.TryMeasure(run.Bytes.Span, run.Count, out _, out _))
            return FrameFit.Wrong;
        if (run.First > _after + 1 && !_open)
            return FrameFit.Wrong;
        if (FrameRuns.Behind(run, _after ?? 0) is not { } news)
            return FrameFit.Seen;

        (run, _after, _epoch, _open, _before) = (news, news.Last, frames.Epoch, false, null);
        return FrameFit.Next;
    }

    /// <summary>Frames up to <paramref name="through"/> are left out.</summary>
    public void PassOver(long through)
    {
        _after = Math.Max(_after ?? through, through);
        (_open, _before) = (false, null);
    }

    /// <summary>Frames above <paramref name="to"/> are void.</summary>
    public void Rewind(long to)
    {
        _before ??= (_after, _epoch, _open);
        _after = Math.Min(_after ?? to, to);
        _open = false;
    }

    /// <summary>Whether every frame up to <paramref name="last"/> has passed.</summary>
    public bool Has(long last) => _open || _after >= last;
}
