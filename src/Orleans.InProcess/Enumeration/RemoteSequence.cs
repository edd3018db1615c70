using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A grain's sequence at the caller. Each enumeration of it starts the grain's method anew.</summary>
internal sealed class RemoteSequence<T>(
    EnumerableMethod<T> method, Dispatcher dispatcher, GrainId target, object?[] arguments, CancellationToken token) : IAsyncEnumerable<T>
{
    public int MaxBatchSize { get; set; } = 100;

    public EnumerableMethod<T> Method => method;

    public Dispatcher Dispatcher => dispatcher;

    public GrainId Target => target;

    public object?[] Arguments => arguments;

    public CancellationToken Token => token;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new RemoteEnumerator<T>(this, dispatcher.NextEnumerationId(), cancellationToken);
}
