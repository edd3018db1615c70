using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.History;

/// <summary>
/// What a shell wrote and ran while nobody else saw it: in memory, in a bounded number of bytes. When they are full the oldest whole blocks go, or the
/// head of the oldest where it alone is too big. No I/O, no clock, no thread-safety.
/// </summary>
/// <param name="keep">Bytes kept at most, headers of pieces included; a little more for a moment.</param>
/// <param name="size">The terminal's size.</param>
internal sealed class ShellHistory(long keep, TerminalSize size)
{
    /// <summary>Rows of dropped blocks that are remembered, so that a person sees what became of them.</summary>
    private const int DroppedRows = 1000;

    /// <summary>Characters of the command line of a dropped block.</summary>
    private const int DroppedCommand = 200;

    private readonly PieceStore _store = new();
    private readonly LinkedList<Section> _sections = new([new Section(TimeSpan.Zero, size, null, [])]);
    private readonly SortedList<int, HeldBlock> _blocks = [];
    private TerminalSize _size = size;
    private long _cost;
    private int _number;
    private int? _open;

    /// <summary>All blocks that are remembered, in order.</summary>
    public IReadOnlyList<HeldBlock> Blocks => [.. _blocks.Values];

    /// <summary>The block that runs; null at a prompt.</summary>
    public HeldBlock? Running => _open is { } number ? _blocks[number] : null;

    /// <summary>Whether anything of the shell's start is gone.</summary>
    public bool HasDropped { get; private set; }

    /// <summary>When the oldest thing held happened.</summary>
    public TimeSpan OldestAt => _sections.First!.Value.At;

    /// <summary>Bytes of output held.</summary>
    public long OutputBytes => _sections.Sum(section => section.OutputBytes);

    public void Output(ReadOnlySpan<byte> output, TimeSpan at)
    {
        if (_open is { } number)
            _blocks[number] = _blocks[number] with { Bytes = _blocks[number].Bytes + output.Length };
        var newest = _sections.Last!.Value;
        var before = newest.Cost;
        while (!output.IsEmpty)
        {
            if (_store.AddOutput(ref output, at, out var added) is { } piece)
                newest.Add(piece);
            else
                newest.Grew(FrameKind.Output, added);
        }
        Grew(newest.Cost - before);
    }

    public void Resize(TerminalSize to, TimeSpan at)
    {
        _size = to;
        Add(FrameKind.Resize, to.ToPayload(), at);
    }

    /// <summary>A command begins. Answers its number.</summary>
    /// <param name="heading">How the prompt's lines look at this moment, as terminal output for an empty screen; empty where unknown.</param>
    public int Start(string? command, string? directory, byte[] heading, TimeSpan at)
    {
        End(null, at);
        _store.Close();
        _open = ++_number;
        _blocks[_number] = new HeldBlock { Number = _number, Command = command, Directory = directory, StartedAt = at };
        _sections.AddLast(new Section(at, _size, _number, heading));
        _cost += heading.Length;
        Add(FrameKind.BlockStart, new BlockStart(_number, command, directory).ToPayload(), at);
        return _number;
    }

    /// <summary>The command that runs has ended.</summary>
    public void End(int? exitCode, TimeSpan at)
    {
        if (_open is not { } number)
            return;
        _open = null;
        _blocks[number] = _blocks[number] with { EndedAt = at, ExitCode = exitCode };
        Add(FrameKind.BlockEnd, new BlockEnd(number, exitCode).ToPayload(), at);
    }

    /// <summary>Everything held, or from a block on; null where that block is not held.</summary>
    /// <param name="block">Null: everything.</param>
    public IReadOnlyList<HeldPiece>? From(int? block)
    {
        var sections = _sections.SkipWhile(section => block is not null && section.Block != block).ToList();
        return sections.Count == 0 ? null : [.. sections.SelectMany((section, at) => section.Pieces(withHeading: at == 0))];
    }

    /// <summary>For each block of which something is held: the bytes of output held from it on.</summary>
    public IReadOnlyDictionary<int, long> BytesFrom()
    {
        var sums = new Dictionary<int, long>();
        var sum = 0L;
        for (var node = _sections.Last; node is not null; node = node.Previous)
        {
            sum += node.Value.OutputBytes;
            if (node.Value.Block is { } block)
                sums[block] = sum;
        }
        return sums;
    }

    private void Add(FrameKind kind, byte[] payload, TimeSpan at)
    {
        var newest = _sections.Last!.Value;
        var before = newest.Cost;
        newest.Add(_store.Add(kind, at, payload));
        Grew(newest.Cost - before);
    }

    private void Grew(long cost)
    {
        _cost += cost;
        while (_cost > keep && _sections.First!.Value is { } oldest)
        {
            HasDropped = true;
            if (oldest != _sections.Last!.Value)
            {
                DropOldest(oldest);
                continue;
            }
            // An eighth more than needed, so that not every write drops a little.
            var before = oldest.Cost;
            oldest.DropHead(_cost - keep + (keep / 8));
            _cost -= before - oldest.Cost;
            Mark(oldest.Block, Holding.Tail);
            return;
        }
    }

    private void DropOldest(Section oldest)
    {
        _sections.RemoveFirst();
        _cost -= oldest.Cost;
        Mark(oldest.Block, Holding.Nothing);
        if (_blocks.Count > DroppedRows && _blocks.Values[0] is { Holding: Holding.Nothing })
            _blocks.RemoveAt(0);
    }

    private void Mark(int? number, Holding holding)
    {
        if (number is not { } known || !_blocks.TryGetValue(known, out var block))
            return;
        var command = holding == Holding.Nothing && block.Command is { Length: > DroppedCommand } line ? line[..DroppedCommand] : block.Command;
        _blocks[known] = block with { Holding = holding, Command = command };
    }
}
