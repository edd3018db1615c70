namespace SessionShare.Protocol;

/// <summary>Puts keyframes together from the frames of a log, in order. One that is broken off, by another frame or another first part, is let go.</summary>
public sealed class KeyframeAssembly
{
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private TerminalSize _size;
    private int _bytes;

    /// <summary>Takes the next frame; says the keyframe that it completes, if it does.</summary>
    public bool TryComplete(Frame frame, out Keyframe keyframe)
    {
        keyframe = default;
        if (frame.Kind != FrameKind.Keyframe || !KeyframePart.TryRead(frame.Payload, out var part))
        {
            LetGo();
            return false;
        }

        if (part.Size is { } size)
        {
            LetGo();
            _size = size;
        }
        else if (_parts.Count == 0)
        {
            return false;
        }

        _parts.Add(part.Bytes);
        _bytes += part.Bytes.Length;
        if (_bytes > WireLimits.KeyframeBytes)
            LetGo();
        if (!part.IsLast || _parts.Count == 0)
            return false;

        keyframe = new Keyframe(_size, Joined());
        LetGo();
        return true;
    }

    private ReadOnlyMemory<byte> Joined()
    {
        if (_parts.Count == 1)
            return _parts[0];

        var bytes = new byte[_bytes];
        var offset = 0;
        foreach (var part in _parts)
        {
            part.CopyTo(bytes.AsMemory(offset));
            offset += part.Length;
        }

        return bytes;
    }

    private void LetGo()
    {
        _parts.Clear();
        _bytes = 0;
    }
}

/// <summary>A whole screen.</summary>
/// <param name="Size">The terminal's size.</param>
/// <param name="Bytes">Terminal output; written to a reset terminal of that size it shows the screen.</param>
public readonly record struct Keyframe(TerminalSize Size, ReadOnlyMemory<byte> Bytes);
