using SessionShare.Gateway.Embedded;

namespace SessionShare.Gateway.Viewing;

/// <summary>How many viewers are connected here: an embedded server waits for them to read to the end before it stops.</summary>
internal sealed class OpenViewers : IOpenViewers
{
    private int _count;

    /// <inheritdoc/>
    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);

    public void Remove() => Interlocked.Decrement(ref _count);
}
