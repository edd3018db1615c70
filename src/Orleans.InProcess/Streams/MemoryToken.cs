using Orleans.Streams;

namespace Orleans.InProcess;

/// <summary>A place in a stream in memory.</summary>
internal sealed class MemoryToken(long number) : StreamSequenceToken
{
    public override long SequenceNumber { get; protected set; } = number;

    public override int EventIndex { get; protected set; }

    public override bool Equals(StreamSequenceToken? other) => other is MemoryToken token && token.SequenceNumber == SequenceNumber;

    public override bool Equals(object? obj) => Equals(obj as MemoryToken);

    public override int GetHashCode() => SequenceNumber.GetHashCode();

    /// <exception cref="ArgumentOutOfRangeException">The other is of another kind.</exception>
    public override int CompareTo(StreamSequenceToken? other) => other switch
    {
        null => 1,
        MemoryToken token => SequenceNumber.CompareTo(token.SequenceNumber),
        _ => throw new ArgumentOutOfRangeException(nameof(other)),
    };

    public override string ToString() => $"[{SequenceNumber}]";
}
