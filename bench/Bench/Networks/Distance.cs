namespace SessionShare.Bench;

/// <summary>
/// How far away somebody is, emulated at the level of the stream, because the bytes between two sockets are all that a proxy sees: half of the round trip later in each direction;
/// one segment of at most <see cref="SegmentBytes"/> in so many is lost, and then the direction stands still for one retransmission time-out, as a TCP does whose loss nothing repairs sooner. What
/// it does besides, beginning slowly after that, or a repair within a round trip, is not there.
/// </summary>
/// <param name="RoundTrip">There and back.</param>
/// <param name="Loss">Part of the segments that are lost.</param>
/// <param name="MegabitsPerSecond">What the line carries: in each direction, by netem in both together; null: what it can.</param>
internal sealed record Distance(TimeSpan RoundTrip, double Loss, int? MegabitsPerSecond = null)
{
    /// <summary>Payload of a TCP segment in an Ethernet frame.</summary>
    public const int SegmentBytes = 1448;

    /// <summary>Bytes under way in a direction, as a window of TCP allows.</summary>
    public const int WindowBytes = 4 * 1024 * 1024;

    public static readonly Distance None = new(TimeSpan.Zero, 0);

    /// <summary>Linux: the round trip and 200 ms.</summary>
    public TimeSpan RetransmissionTimeout => RoundTrip + TimeSpan.FromMilliseconds(200);
}
