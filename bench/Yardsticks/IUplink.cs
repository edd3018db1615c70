namespace SessionShare.Bench.Yardsticks;

/// <summary>A sharer's connection to a relay.</summary>
internal interface IUplink : IDisposable
{
    /// <summary>Sends what the terminal wrote.</summary>
    Task Send(ReadOnlyMemory<byte> output);

    /// <summary>The next keys that somebody typed, valid until the next are asked for.</summary>
    Task<ReadOnlyMemory<byte>> Typed();
}
