using System.Buffers.Binary;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.History;

/// <summary>A block and what came behind it up to the next block; or, the first one of a shell, what came before any block.</summary>
/// <param name="at">When it began.</param>
/// <param name="size">The terminal's size then.</param>
/// <param name="block">Null: before any block.</param>
/// <param name="heading">How the prompt's lines looked when the block began, as terminal output; empty where unknown.</param>
internal sealed class Section(TimeSpan at, TerminalSize size, int? block, byte[] heading)
{
    private readonly LinkedList<Piece> _pieces = new();
    private long _dropped;

    public TimeSpan At { get; } = at;

    public int? Block { get; } = block;

    /// <summary>Bytes that it takes of what may be kept.</summary>
    public long Cost { get; private set; } = heading.Length;

    /// <summary>Bytes of output held.</summary>
    public long OutputBytes { get; private set; }

    /// <summary>Bytes of output dropped from its head.</summary>
    public long Dropped => _dropped;

    public void Add(Piece piece)
    {
        _pieces.AddLast(piece);
        Cost += Piece.Overhead;
        Grew(piece.Kind, piece.Length);
    }

    /// <summary>The newest piece grew, or one was added.</summary>
    public void Grew(FrameKind kind, int bytes)
    {
        Cost += bytes;
        if (kind == FrameKind.Output)
            OutputBytes += bytes;
    }

    /// <summary>
    /// Drops output from the head until at least so much is free, and on to the next line's start, so that what is left does not begin inside an
    /// escape sequence or a character. What is no output stays.
    /// </summary>
    public void DropHead(long cost)
    {
        var goal = Cost - cost;
        var node = _pieces.First;
        while (node is not null && Cost > goal)
        {
            var next = node.Next;
            if (node.Value.Kind == FrameKind.Output)
                Drop(node, (int)Math.Min(Cost - goal, node.Value.Length));
            node = next;
        }
    }

    /// <summary>All of it: what a new session would be told first, then what is held.</summary>
    /// <param name="withHeading">It is the first that is told.</param>
    public IEnumerable<HeldPiece> Pieces(bool withHeading)
    {
        if (withHeading)
            yield return new(FrameKind.Resize, At, size.ToPayload());
        if (withHeading && heading.Length > 0)
            yield return new(FrameKind.Output, At, heading);
        var told = _dropped == 0;
        foreach (var piece in _pieces)
        {
            if (!told && piece.Kind == FrameKind.Output)
            {
                told = true;
                yield return new(FrameKind.Skipped, At, SkippedPayload());
            }
            if (piece.Length > 0 || piece.Kind != FrameKind.Output)
                yield return piece.Held;
        }
    }

    private byte[] SkippedPayload()
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(payload, _dropped);
        return payload;
    }

    private void Drop(LinkedListNode<Piece> node, int atLeast)
    {
        var piece = node.Value;
        var line = piece.Bytes[atLeast..].IndexOf((byte)'\n');
        var bytes = line < 0 ? piece.Length : atLeast + line + 1;
        piece.CutHead(bytes);
        _dropped += bytes;
        Cost -= bytes;
        OutputBytes -= bytes;
        if (piece.Length > 0 || node.Next is null)
            return;
        Cost -= Piece.Overhead;
        _pieces.Remove(node);
    }
}
