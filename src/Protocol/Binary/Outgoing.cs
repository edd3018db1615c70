using System.Buffers;

namespace SessionShare.Protocol.Binary;

/// <summary>
/// A message until its length is known, which goes before it. What is written is in an array of the pool; one long piece of it may stay where it is, so that a payload is copied once, to where the message goes.
/// </summary>
internal sealed class Outgoing : IBufferWriter<byte>, IDisposable
{
    /// <summary>Bytes from which on a piece is not copied in between.</summary>
    private const int Long = 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(512);
    private int _length;
    private ReadOnlyMemory<byte> _piece;
    private int _pieceAt;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => Free(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => Free(sizeHint).Span;

    /// <summary>Puts a piece behind what was written, where it is worth it; false: it is to be written.</summary>
    public bool TryInsert(ReadOnlyMemory<byte> piece)
    {
        if (piece.Length < Long || !_piece.IsEmpty)
            return false;
        (_piece, _pieceAt) = (piece, _length);
        return true;
    }

    /// <summary>Length prefix and message.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        Span<byte> prefix = stackalloc byte[LengthPrefix.MostBytes];
        prefix = prefix[..LengthPrefix.Write(prefix, _length + _piece.Length)];
        var parts = new Parts(output, prefix.Length + _length + _piece.Length);
        parts.Write(prefix);
        parts.Write(_bytes.AsSpan(0, _pieceAt));
        parts.Write(_piece.Span);
        parts.Write(_bytes.AsSpan(_pieceAt, _length - _pieceAt));
        parts.End();
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private Memory<byte> Free(int atLeast)
    {
        atLeast = Math.Max(atLeast, 1);
        if (_bytes.Length - _length < atLeast)
        {
            var longer = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + atLeast));
            _bytes.AsSpan(0, _length).CopyTo(longer);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = longer;
        }

        return _bytes.AsMemory(_length);
    }

    /// <summary>A message of known length, in parts as large as may be: a pipe gives 4 KiB where nobody asks for more, and a WebSocket sends each part as a frame of its own.</summary>
    private ref struct Parts(IBufferWriter<byte> output, int rest)
    {
        /// <summary>Bytes of a part: of a size that the array pool has, so that none of it is wasted.</summary>
        private const int Part = 32 * 1024;

        private Span<byte> _part;
        private int _written;

        public void Write(scoped ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                if (_written == _part.Length)
                    Next();
                var count = Math.Min(bytes.Length, _part.Length - _written);
                bytes[..count].CopyTo(_part[_written..]);
                bytes = bytes[count..];
                _written += count;
            }
        }

        public void End()
        {
            output.Advance(_written);
            _part = [];
            _written = 0;
        }

        private void Next()
        {
            rest -= _written;
            End();
            _part = output.GetSpan(Math.Min(rest, Part));
        }
    }
}
