using System.Buffers.Binary;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// When a sharer may send a keyframe: after a resize, after enough output, or when it was asked to. A value, so that an append can be tried before it
/// changes anything.
/// </summary>
internal record struct KeyframeDue
{
    /// <summary>What an activation does not know of may be on its way: an answer to an earlier one's asking, a new epoch's own.</summary>
    private const int UnknownOnTheWay = 2;

    private int _allowed;
    private long _outputSince;
    private bool _resized;
    private int _openBytes;

    /// <summary>A keyframe was asked for.</summary>
    public void Asked() => _allowed++;

    /// <summary>An activation, or an epoch, begins.</summary>
    public void Begun() => _allowed = UnknownOnTheWay;

    /// <summary>Takes a frame in; says what is wrong with it, if anything.</summary>
    public string? Take(Frame frame)
    {
        if (frame.Kind == FrameKind.Keyframe)
            return TakePart(frame);

        _openBytes = 0;
        _resized |= frame.Kind == FrameKind.Resize;
        if (frame.Kind == FrameKind.Output)
            _outputSince += frame.Payload.Length;
        else if (frame.Kind == FrameKind.Skipped && frame.Payload.Length == sizeof(ulong))
            _outputSince += (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(frame.Payload.Span), WireLimits.KeyframeEvery);
        return null;
    }

    private string? TakePart(Frame frame)
    {
        if (!KeyframePart.TryRead(frame.Payload, out var part))
            return $"Frame {frame.Sequence} is no part of a keyframe: flags 0 to 3, then with the first part columns and rows, u16 each, 1 to {TerminalSize.Max}.";

        _openBytes = (part.IsFirst ? 0 : _openBytes) + part.Bytes.Length;
        if (_openBytes > WireLimits.KeyframeBytes)
            return $"Frame {frame.Sequence} makes its keyframe {_openBytes} bytes long; a keyframe has at most {WireLimits.KeyframeBytes}.";
        if (!part.IsFirst)
            return null;

        if (!_resized && _outputSince < WireLimits.KeyframeFresh && _allowed-- <= 0)
            return $"Frame {frame.Sequence} begins a keyframe that is not due: nobody asked, the size is the same, and only {_outputSince} bytes of output came since the last.";
        (_outputSince, _resized) = (0, false);
        return null;
    }
}
