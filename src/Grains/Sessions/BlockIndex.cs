using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>Turns block frames into the rows of the log's block index. Rows wait here until the writer commits them.</summary>
/// <param name="newest">The newest row of the log when the grain came up.</param>
internal sealed class BlockIndex(BlockRow? newest)
{
    private readonly SortedDictionary<int, BlockRow> _changed = [];
    private BlockRow? _newest = newest;

    /// <summary>Whether a block frame fits here; else what is wrong with it.</summary>
    public static string? FaultOf(Frame frame, ref int newestNumber)
    {
        if (frame.Kind == FrameKind.BlockEnd)
            return BlockEnd.TryRead(frame.Payload.Span, out _) ? null : $"Frame {frame.Sequence} is no block end.";
        if (!BlockStart.TryRead(frame.Payload.Span, out var start))
            return $"Frame {frame.Sequence} is no block start.";
        if (start.Block <= newestNumber)
            return $"Frame {frame.Sequence} starts block {start.Block}; block numbers grow, and {newestNumber} was the newest.";

        newestNumber = start.Block;
        return null;
    }

    /// <summary>Where what is typed now goes: into the newest block, or to the prompt behind it.</summary>
    public TypingPlace Place => new(NewestNumber, _newest is not { LastSequence: null });

    /// <summary>Number of the newest block; 0 when there is none.</summary>
    public int NewestNumber => _newest?.Number ?? 0;

    /// <summary>Takes a checked block frame in.</summary>
    /// <param name="before">Payload bytes of the session's frames before it.</param>
    public void Add(Frame frame, long before)
    {
        if (frame.Kind == FrameKind.BlockStart && BlockStart.TryRead(frame.Payload.Span, out var start))
        {
            Close(frame.Sequence - 1, frame.At, null);
            Change(new BlockRow(start.Block, start.Command, start.Directory, frame.Sequence, null, frame.At, null, null, before, start.RanBy));
        }
        else if (frame.Kind == FrameKind.BlockEnd && BlockEnd.TryRead(frame.Payload.Span, out var end) && end.Block == NewestNumber)
        {
            Close(frame.Sequence, frame.At, end.ExitCode);
        }
    }

    /// <summary>Rows changed by frames up to <paramref name="through"/>, as they then were or are by now.</summary>
    public IReadOnlyList<BlockRow> Changed(long through) => [.. _changed.Values.Where(block => block.FirstSequence <= through)];

    /// <summary>These rows are stored; what changed since stays.</summary>
    public void Committed(IReadOnlyList<BlockRow> rows)
    {
        foreach (var row in rows)
        {
            if (_changed.TryGetValue(row.Number, out var now) && now == row)
                _changed.Remove(row.Number);
        }
    }

    /// <summary>Rows from <paramref name="from"/> on, those of <paramref name="stored"/> brought up to date.</summary>
    public IReadOnlyList<BlockRow> Merge(IReadOnlyList<BlockRow> stored, int from, int count)
    {
        var rows = new SortedDictionary<int, BlockRow>(stored.ToDictionary(row => row.Number));
        foreach (var (number, row) in _changed)
        {
            if (number >= from)
                rows[number] = row;
        }

        return [.. rows.Values.Take(count)];
    }

    private void Close(long sequence, long at, int? exitCode)
    {
        if (_newest is { LastSequence: null } open)
            Change(open with { LastSequence = sequence, EndedAt = at, ExitCode = exitCode });
    }

    private void Change(BlockRow block) => _changed[block.Number] = _newest = block;
}

/// <summary>Where something is typed.</summary>
/// <param name="Block">A block; 0: before the first, or no blocks are known.</param>
/// <param name="AtPrompt">Not into it, but at the prompt behind it.</param>
internal readonly record struct TypingPlace(int Block, bool AtPrompt);
