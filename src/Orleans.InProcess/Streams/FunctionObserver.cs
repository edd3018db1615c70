using Orleans.Streams;

namespace Orleans.InProcess;

/// <summary>An observer that is a function. What it throws is logged by whoever delivers.</summary>
internal sealed class FunctionObserver<T>(Func<T, StreamSequenceToken?, Task> onNext) : IAsyncObserver<T>
{
    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => onNext(item, token);

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
