using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// Payload bytes of a log's frames, as limits count them: keyframes only where they are more than the output. Two counts that begin together and see the same frames
/// agree.
/// </summary>
internal record struct PayloadCount
{
    private long _output;
    private long _keyframes;
    private long _others;

    /// <summary>What counts so far; never shrinks.</summary>
    public readonly long Counted => _output + _others + Math.Max(0, _keyframes - _output);

    /// <summary>How many bytes of output still fit before <see cref="Counted"/> is more than <paramref name="most"/>.</summary>
    public readonly long OutputRoom(long most) => Math.Max(0, most - Counted + Math.Max(0, _keyframes - _output));

    /// <summary>Counts a frame.</summary>
    public void Add(Frame frame)
    {
        var bytes = frame.Payload.Length;
        if (frame.Kind == FrameKind.Output)
            _output += bytes;
        else if (frame.Kind == FrameKind.Keyframe)
            _keyframes += bytes;
        else
            _others += bytes;
    }

    /// <summary>Counts a run's frames; says what they add to <see cref="Counted"/>.</summary>
    public long Add(FrameRun run)
    {
        var before = Counted;
        foreach (var frame in run)
            Add(frame);
        return Counted - before;
    }
}
