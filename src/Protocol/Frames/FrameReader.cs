using System.Buffers.Binary;

namespace SessionShare.Protocol;

/// <summary>Walks an encoded run. Payloads are slices of the run's bytes.</summary>
public struct FrameReader
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private long _next;
    private int _offset;

    internal FrameReader(long first, ReadOnlyMemory<byte> bytes) => (_next, _bytes, Current) = (first, bytes, default);

    /// <summary>The frame at which the reader stands.</summary>
    public Frame Current { get; private set; }

    /// <summary>Offset in the run's bytes just behind <see cref="Current"/>.</summary>
    public readonly int Offset => _offset;

    /// <summary>Steps to the next frame; false at the end of the run.</summary>
    public bool MoveNext()
    {
        if (_offset >= _bytes.Length)
            return false;

        var header = _bytes.Span[_offset..];
        var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(header[1..]);
        var at = BinaryPrimitives.ReadInt64LittleEndian(header[5..]);
        var payload = _bytes.Slice(_offset + FrameCodec.HeaderBytes, length);
        Current = new Frame(_next++, (FrameKind)header[0], at, payload);
        _offset += FrameCodec.HeaderBytes + length;
        return true;
    }
}
