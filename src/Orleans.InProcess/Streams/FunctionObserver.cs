using Orleans.Streams;

namespace Orleans.InProcess;

/// <summary>An observer of three functions.</summary>
internal sealed class FunctionObserver<T>(
    Func<T, StreamSequenceToken?, Task> onNext, Func<Exception, Task> onError, Func<Task> onCompleted) : IAsyncObserver<T>
{
    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => onNext(item, token);

    public Task OnCompletedAsync() => onCompleted();

    public Task OnErrorAsync(Exception ex) => onError(ex);
}
