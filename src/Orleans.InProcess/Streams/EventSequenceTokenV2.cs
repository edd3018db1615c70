using Orleans.Streams;

namespace Orleans.Providers.Streams.Common;

/// <summary>A sequence number and a place in its batch.</summary>
public class EventSequenceTokenV2 : StreamSequenceToken
{
    public EventSequenceTokenV2()
    {
    }

    public EventSequenceTokenV2(long seqNumber) => SequenceNumber = seqNumber;

    public EventSequenceTokenV2(long seqNumber, int eventInd) => (SequenceNumber, EventIndex) = (seqNumber, eventInd);

    public override long SequenceNumber { get; protected set; }

    public override int EventIndex { get; protected set; }

    public override bool Equals(StreamSequenceToken? other) =>
        other is EventSequenceTokenV2 token && (token.SequenceNumber, token.EventIndex) == (SequenceNumber, EventIndex);

    public override bool Equals(object? obj) => Equals(obj as EventSequenceTokenV2);

    public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);

    /// <exception cref="ArgumentOutOfRangeException">The other is of another kind.</exception>
    public override int CompareTo(StreamSequenceToken? other) => other switch
    {
        null => 1,
        EventSequenceTokenV2 token => (SequenceNumber, EventIndex).CompareTo((token.SequenceNumber, token.EventIndex)),
        _ => throw new ArgumentOutOfRangeException(nameof(other)),
    };

    public override string ToString() => $"[EventSequenceTokenV2: SeqNum={SequenceNumber}, EventIndex={EventIndex}]";
}
