using Orleans.InProcess;

namespace Orleans.Streams;

/// <summary>Subscribing by a function.</summary>
public static class AsyncObservableExtensions
{
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync)
    {
        ArgumentNullException.ThrowIfNull(obs);
        return obs.SubscribeAsync(new FunctionObserver<T>(onNextAsync));
    }
}
