using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>The blocks that a person points at.</summary>
internal sealed class BlockMarks
{
    private readonly SortedSet<int> _blocks = [];

    public bool Has(int block) => _blocks.Contains(block);

    /// <summary>These are pointed at; null: none.</summary>
    public void Begin(IReadOnlyList<BlockRange>? ranges)
    {
        _blocks.Clear();
        foreach (var range in ranges ?? [])
            _blocks.UnionWith(Enumerable.Range(range.From, range.To - range.From + 1));
    }

    /// <summary>Points at one, or no longer. Answers what is pointed at then, as far as it may be shown.</summary>
    public IReadOnlyList<BlockRange> Turn(int block)
    {
        if (!_blocks.Remove(block))
            _blocks.Add(block);
        var ranges = new List<BlockRange>();
        foreach (var marked in _blocks)
        {
            if (ranges is [.., var last] && last.To == marked - 1)
                ranges[^1] = last with { To = marked };
            else
                ranges.Add(new BlockRange(marked, marked));
        }

        return [.. ranges.Take(WireLimits.PresenceRanges)];
    }
}
