using Orleans.InProcess;

namespace Orleans.Streams;

/// <summary>Subscribing by functions.</summary>
public static class AsyncObservableExtensions
{
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs,
        Func<T, StreamSequenceToken?, Task> onNextAsync,
        Func<Exception, Task> onErrorAsync,
        Func<Task> onCompletedAsync)
    {
        ArgumentNullException.ThrowIfNull(obs);
        return obs.SubscribeAsync(new FunctionObserver<T>(onNextAsync, onErrorAsync, onCompletedAsync));
    }

    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Exception, Task> onErrorAsync) =>
        obs.SubscribeAsync(onNextAsync, onErrorAsync, static () => Task.CompletedTask);

    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Task> onCompletedAsync) =>
        obs.SubscribeAsync(onNextAsync, static _ => Task.CompletedTask, onCompletedAsync);

    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync) =>
        obs.SubscribeAsync(onNextAsync, static _ => Task.CompletedTask, static () => Task.CompletedTask);
}
