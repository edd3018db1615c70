using SessionShare.Protocol;

namespace SessionShare.Gateway.Viewing;

/// <summary>
/// Which keyframes one viewer gets: those that it needs to draw its screen anew, as at its start, after a resize, or when it fell behind. It has no use for
/// the others, for it has everything before them.
/// </summary>
internal sealed class Redraw
{
    private bool _needed;
    private bool _inside;

    /// <summary>The next whole keyframe is needed.</summary>
    public void Need() => _needed = true;

    /// <summary>The first frames of <paramref name="run"/> that have one fate: to be sent, or to be passed over.</summary>
    public (FrameRun Frames, bool Send) Cut(FrameRun run)
    {
        var reader = run.GetEnumerator();
        reader.MoveNext();
        var send = Take(reader.Current);
        var (count, length) = (1, reader.Offset);
        while (reader.MoveNext() && Peek(reader.Current) == send)
        {
            Take(reader.Current);
            (count, length) = (count + 1, reader.Offset);
        }

        return (new FrameRun(run.First, count, run.Bytes[..length]), send);
    }

    private bool Peek(Frame frame) => frame.Kind != FrameKind.Keyframe || _inside || (_needed && PartOf(frame).IsFirst);

    private bool Take(Frame frame)
    {
        var send = Peek(frame);
        if (frame.Kind != FrameKind.Keyframe)
        {
            _needed |= frame.Kind == FrameKind.Resize || _inside;
            _inside = false;
        }
        else if (send)
        {
            var isLast = PartOf(frame).IsLast;
            (_needed, _inside) = (!isLast, !isLast);
        }

        return send;
    }

    private static KeyframePart PartOf(Frame frame) => KeyframePart.TryRead(frame.Payload, out var part) ? part : default;
}
