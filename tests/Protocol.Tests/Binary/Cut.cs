using System.Buffers;

namespace SessionShare.Protocol.Tests.Binary;

internal static class Cut
{
    /// <summary>The same bytes in pieces of 0 to 700, as they come from a network.</summary>
    public static ReadOnlySequence<byte> ToPieces(ReadOnlyMemory<byte> bytes, Random random)
    {
        Piece first = new(ReadOnlyMemory<byte>.Empty, 0), last = first;
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(4) == 0 ? random.Next(700) : random.Next(5), bytes.Length - at);
            last = last.Then(bytes.Slice(at, length));
            at += length;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Piece Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
