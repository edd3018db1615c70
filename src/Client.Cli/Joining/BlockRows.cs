using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>
/// Which rows of the shown screen, and of what has scrolled out of it, are whose block's: rows are counted from the first that ever scrolled out. Forgotten where rows flow anew. From any thread.
/// </summary>
internal sealed class BlockRows
{
    private readonly Lock _gate = new();
    private readonly List<(int Block, long First, long? End)> _blocks = [];

    public void Take(Frame frame, long row)
    {
        lock (_gate)
        {
            if (frame.Kind == FrameKind.BlockStart && BlockStart.TryRead(frame.Payload.Span, out var start))
                _blocks.Add((start.Block, row, null));
            else if (frame.Kind == FrameKind.BlockEnd && BlockEnd.TryRead(frame.Payload.Span, out var end) && _blocks is [.., var last] && last.Block == end.Block)
                _blocks[^1] = last with { End = row };
        }
    }

    /// <summary>The rows of a block's output; null: not known.</summary>
    public (long First, long? End)? Of(int block) => Between(block, block) is [var found] ? found : null;

    /// <summary>Those of blocks of these numbers that are known, in order.</summary>
    public IReadOnlyList<(long First, long? End)> Between(int from, int to)
    {
        lock (_gate)
            return [.. _blocks.Where(block => block.Block >= from && block.Block <= to).Select(block => (block.First, block.End))];
    }

    public void Forget()
    {
        lock (_gate)
            _blocks.Clear();
    }

    /// <summary>The block whose output stands in a row, and where that output begins; null: none's, or not known.</summary>
    public (int Block, long First)? At(long row)
    {
        lock (_gate)
            return _blocks.FindLast(block => block.First <= row) is { Block: > 0 } found && row < (found.End ?? long.MaxValue) ? (found.Block, found.First) : null;
    }
}
