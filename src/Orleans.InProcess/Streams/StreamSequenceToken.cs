namespace Orleans.Streams;

/// <summary>A place in a stream. Each provider has its own kind.</summary>
public abstract class StreamSequenceToken : IEquatable<StreamSequenceToken?>, IComparable<StreamSequenceToken?>
{
    public abstract long SequenceNumber { get; protected set; }

    /// <summary>The place within a batch that has one sequence number.</summary>
    public abstract int EventIndex { get; protected set; }

    public abstract bool Equals(StreamSequenceToken? other);

    public abstract int CompareTo(StreamSequenceToken? other);
}
