using System.Buffers.Binary;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// Frames that were not sent yet and so have no number: output and keyframes, which may still be given up, stand behind what can't be.
/// </summary>
internal sealed class Unnumbered(OutboxLimits limits)
{
    // What giving up went through: frames that are never given up, and one Skipped in the place of the output between them.
    private readonly FrameQueue _sifted = new(512, limits.FramePayload);
    private readonly FrameQueue _rest = new(limits.Slab, limits.FramePayload);
    private Memory<byte> _skipped;
    private long _skippedBytes;

    public bool IsEmpty => _sifted.IsEmpty && _rest.IsEmpty;

    /// <summary>Encoded bytes.</summary>
    public long Bytes => _sifted.Bytes + _rest.Bytes;

    /// <summary>Bytes of output given up so far.</summary>
    public long GivenUp { get; private set; }

    public int AddOutput(ReadOnlySpan<byte> bytes, long at) => _rest.AddOutput(bytes, at, at - limits.JoinWithin);

    public void Add(FrameKind kind, long at, ReadOnlySpan<byte> payload) => _rest.Add(kind, at, payload);

    /// <summary>Takes the oldest frames that fit into <paramref name="maxBytes"/>, at least one.</summary>
    public FrameChunk Take(int maxBytes)
    {
        if (_sifted.IsEmpty)
            return _rest.Take(maxBytes);

        // The Skipped that is taken says what was given up until now; a later episode has a frame of its own.
        _skipped = default;
        return _sifted.Take(maxBytes);
    }

    /// <summary>Gives up the oldest output until at most <paramref name="maxBytes"/> are left, or no output is.</summary>
    public void GiveUp(long maxBytes)
    {
        var givenUp = false;
        while (!_rest.IsEmpty && (Bytes > maxBytes || (givenUp && IsInsideKeyframe)))
        {
            Sift(_rest.Take(Bytes > maxBytes ? limits.Slab : 1));
            givenUp = true;
        }
    }

    /// <summary>The frames to be taken next are the rest of a keyframe: it is of no use without its beginning.</summary>
    private bool IsInsideKeyframe =>
        _rest.First is { Kind: FrameKind.Keyframe, Payload: var payload } && !(KeyframePart.TryRead(payload, out var part) && part.IsFirst);

    /// <summary>Puts frames that were numbered in front, behind a Skipped of <paramref name="lost"/> bytes: they get new numbers.</summary>
    public void Renumber(IReadOnlyList<FrameChunk> chunks, long lost, long at)
    {
        var skipped = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(skipped, (ulong)lost);
        var first = new FrameQueue(FrameCodec.HeaderBytes + skipped.Length, limits.FramePayload);
        first.Add(FrameKind.Skipped, at, skipped);

        var later = _rest.TakeAll();
        _rest.Add([.. first.TakeAll(), .. chunks, .. _sifted.TakeAll(), .. later]);
        _skipped = default;
    }

    private void Sift(FrameChunk chunk)
    {
        foreach (var frame in chunk.Run)
        {
            switch (frame.Kind)
            {
                case FrameKind.Output:
                    GivenUp += frame.Payload.Length;
                    Skip(frame.Payload.Length, frame.At);
                    break;
                case FrameKind.Skipped:
                    Skip((long)BinaryPrimitives.ReadUInt64LittleEndian(frame.Payload.Span), frame.At);
                    break;
                case FrameKind.Keyframe:
                    break;
                default:
                    _sifted.Add(frame.Kind, frame.At, frame.Payload.Span);
                    break;
            }
        }
    }

    private void Skip(long bytes, long at)
    {
        if (_skipped.IsEmpty)
            (_skipped, _skippedBytes) = (_sifted.Add(FrameKind.Skipped, at, new byte[sizeof(ulong)]), 0);
        _skippedBytes += bytes;
        BinaryPrimitives.WriteUInt64LittleEndian(_skipped.Span, (ulong)_skippedBytes);
    }
}
