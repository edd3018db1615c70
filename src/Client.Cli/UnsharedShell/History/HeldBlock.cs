using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.History;

/// <summary>One command of a shell, as it is listed.</summary>
internal sealed record HeldBlock
{
    /// <summary>From 1, +1 each, for the life of the shell.</summary>
    public required int Number { get; init; }

    /// <summary>Null: the shell could not tell.</summary>
    public string? Command { get; init; }

    public string? Directory { get; init; }

    /// <summary>Who of the others started it; null: the sharer.</summary>
    public Person? RanBy { get; init; }

    /// <summary>Since the shell's start.</summary>
    public TimeSpan StartedAt { get; init; }

    /// <summary>Null: it runs.</summary>
    public TimeSpan? EndedAt { get; init; }

    /// <summary>Null: it runs, or nobody knows.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Bytes of its output, held or not.</summary>
    public long Bytes { get; init; }

    /// <summary>What is still held of it.</summary>
    public Holding Holding { get; init; }
}

/// <summary>What is still held of a block.</summary>
internal enum Holding
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>Its head was dropped: it alone is larger than what is kept.</summary>
    Tail,

    /// <summary>It was dropped.</summary>
    Nothing,
}
