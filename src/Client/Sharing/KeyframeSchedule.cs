using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>When a sharer makes the next keyframe: at the start, after a resize, after enough output, and when the session asks. Not thread-safe.</summary>
internal sealed class KeyframeSchedule
{
    private long _output;
    private long _heard;

    /// <summary>Whether one is due.</summary>
    public bool IsDue { get; private set; } = true;

    public void Output(int bytes)
    {
        _output += bytes;
        IsDue |= _output >= WireLimits.KeyframeEvery;
    }

    public void Resized() => IsDue = true;

    /// <summary>Frames that a new epoch left behind are missing.</summary>
    public void Restarted() => IsDue = true;

    /// <summary>The session asks. False: that was heard before.</summary>
    public bool Wanted(long number)
    {
        if (number <= _heard)
            return false;
        (_heard, IsDue) = (number, true);
        return true;
    }

    public void Made() => (_output, IsDue) = (0, false);
}
