using Orleans.Streams;

namespace SessionShare.Gateway.Streams;

/// <summary>A place in a session's stream: behind the frame of that sequence, written under that epoch.</summary>
internal sealed class SessionToken(long sequence, long epoch) : StreamSequenceToken
{
    /// <inheritdoc/>
    public override long SequenceNumber { get; protected set; } = sequence;

    /// <summary>Not used: a frame is the smallest place.</summary>
    public override int EventIndex { get; protected set; }

    /// <summary>Epoch of the frame.</summary>
    public long Epoch { get; } = epoch;

    /// <inheritdoc/>
    public override int CompareTo(StreamSequenceToken? other) => other is null ? 1 : SequenceNumber.CompareTo(other.SequenceNumber);

    /// <inheritdoc/>
    public override bool Equals(StreamSequenceToken? other) => other is SessionToken token && token.SequenceNumber == SequenceNumber && token.Epoch == Epoch;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SequenceNumber, Epoch);
}
