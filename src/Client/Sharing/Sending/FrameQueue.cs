using System.Buffers;
using System.Buffers.Binary;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>A queue of unnumbered frames, encoded as they come into arrays (slabs) that later ones share.</summary>
internal sealed class FrameQueue(int slabBytes, int maxPayload) : IBufferWriter<byte>
{
    /// <summary>A frame is begun in what is left of a slab only if this much payload fits, or all there is.</summary>
    private const int WorthwhilePayload = 512;

    private readonly LinkedList<FrameChunk> _chunks = new();
    private byte[] _slab = [];
    private int _end;

    // The last frame of the last chunk, while it is Output and may grow.
    private int _growing = -1;
    private long _growingAt;

    public bool IsEmpty => _chunks.Count == 0;

    /// <summary>Encoded bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The frame to be taken next; null when there is none. Its sequence is not known yet.</summary>
    public Frame? First
    {
        get
        {
            if (_chunks.First is not { } first)
                return null;
            var reader = first.Value.Run.GetEnumerator();
            return reader.MoveNext() ? reader.Current : null;
        }
    }

    private FrameChunk? Open => _chunks.Last?.Value is { } last && ReferenceEquals(last.Array, _slab) && last.Start + last.Length == _end ? last : null;

    /// <summary>Adds as much output as one frame or slab takes, to the last frame if that is Output not older than <paramref name="notBefore"/>. Says how much.</summary>
    public int AddOutput(ReadOnlySpan<byte> bytes, long at, long notBefore)
    {
        if (_growing >= 0 && _growingAt >= notBefore && GrowOutput(bytes) is > 0 and var grown)
            return grown;

        MakeRoom(FrameCodec.HeaderBytes + Math.Min(bytes.Length, Math.Min(WorthwhilePayload, maxPayload)));
        var fits = Math.Min(Math.Min(bytes.Length, maxPayload), _slab.Length - _end - FrameCodec.HeaderBytes);
        var start = _end;
        Add(FrameKind.Output, at, bytes[..fits]);
        (_growing, _growingAt) = (start, at);
        return fits;
    }

    /// <summary>Adds one frame. Says where its payload stands.</summary>
    public Memory<byte> Add(FrameKind kind, long at, ReadOnlySpan<byte> payload)
    {
        var length = FrameCodec.HeaderBytes + payload.Length;
        MakeRoom(length);
        if (Open is not { } open)
            _chunks.AddLast(open = new FrameChunk(_slab, _end));
        FrameCodec.Write(this, kind, at, payload);
        open.Grow(1, length);
        Bytes += length;
        _growing = -1;
        return _slab.AsMemory(_end - payload.Length, payload.Length);
    }

    /// <summary>Takes the first frames that fit into <paramref name="maxBytes"/>, at least one, none of more than one slab.</summary>
    public FrameChunk Take(int maxBytes)
    {
        var chunk = _chunks.First!.Value;
        if (chunk == _chunks.Last!.Value)
            _growing = -1;
        var head = chunk.CutHead(maxBytes);
        if (chunk.Count == 0)
            _chunks.RemoveFirst();
        Bytes -= head.Length;
        return head;
    }

    /// <summary>Puts chunks at the end as they are.</summary>
    public void Add(IEnumerable<FrameChunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            _chunks.AddLast(chunk);
            Bytes += chunk.Length;
            _growing = -1;
        }
    }

    /// <summary>Takes everything.</summary>
    public List<FrameChunk> TakeAll()
    {
        List<FrameChunk> all = [.. _chunks];
        _chunks.Clear();
        (Bytes, _growing) = (0, -1);
        return all;
    }

    void IBufferWriter<byte>.Advance(int count) => _end += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => _slab.AsMemory(_end);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => _slab.AsSpan(_end);

    private int GrowOutput(ReadOnlySpan<byte> bytes)
    {
        var payload = _end - _growing - FrameCodec.HeaderBytes;
        var fits = Math.Min(bytes.Length, Math.Min(maxPayload - payload, _slab.Length - _end));
        if (fits <= 0)
            return 0;

        bytes[..fits].CopyTo(_slab.AsSpan(_end));
        _end += fits;
        BinaryPrimitives.WriteUInt32LittleEndian(_slab.AsSpan(_growing + 1), (uint)(payload + fits));
        _chunks.Last!.Value.Grow(0, fits);
        Bytes += fits;
        return fits;
    }

    private void MakeRoom(int bytes)
    {
        if (_slab.Length - _end < bytes)
            (_slab, _end) = (GC.AllocateUninitializedArray<byte>(Math.Max(slabBytes, bytes)), 0);
    }
}
