using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess;

/// <summary>Streams in this process's memory: subscribers get what is produced after they subscribed.</summary>
internal sealed class MemoryStreamProvider(string name, ActivationShared shared) : IStreamProvider
{
    private readonly ConcurrentDictionary<(StreamId, Type), object> _streams = new();
    private long _lastHandle;

    public string Name => name;

    public bool IsRewindable => false;

    public ActivationShared Shared => shared;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        (IAsyncStream<T>)_streams.GetOrAdd((streamId, typeof(T)), _ => new MemoryStream<T>(this, streamId));

    public Guid NextHandleId()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Interlocked.Increment(ref _lastHandle));
        return new Guid(bytes);
    }
}
