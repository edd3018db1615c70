using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>The numbers of an <see cref="Outbox"/>. The defaults are the wire's; tests have tiny ones.</summary>
internal sealed record OutboxLimits
{
    /// <summary>Payload bytes of one Output frame.</summary>
    public int FramePayload { get; init; } = WireLimits.FramePayloadBytes;

    /// <summary>Encoded bytes of one append.</summary>
    public int Append { get; init; } = WireLimits.AppendBytes;

    /// <summary>Appends under way.</summary>
    public int AppendsUnderWay { get; init; } = WireLimits.AppendsUnderWay;

    /// <summary>Encoded bytes under way.</summary>
    public int BytesUnderWay { get; init; } = WireLimits.AppendBytesUnderWay;

    /// <summary>Encoded bytes held in all, unnumbered and not durable. Beyond it output is given up. Sharing must not eat the machine's memory.</summary>
    public int Held { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Bytes of the arrays that frames are encoded into: one full Output frame and some small ones, below the 85,000 of the
    /// large object heap. At most <see cref="Append"/>.
    /// </summary>
    public int Slab { get; init; } = 80_000;

    /// <summary>Output joins the last unsent Output frame when it is at most this much younger, so that recordings keep their pace. Microseconds.</summary>
    public long JoinWithin { get; init; } = 100_000;
}
