using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess;

/// <summary>One stream: numbers what is produced and gives it to each subscription, in the order they subscribed.</summary>
internal sealed class MemoryStream<T>(MemoryStreamProvider provider, StreamId streamId) : IAsyncStream<T>
{
    private readonly Lock _gate = new();
    private readonly List<MemorySubscription<T>> _subscriptions = [];
    private long _lastNumber;

    public bool IsRewindable => false;

    public string ProviderName => provider.Name;

    public StreamId StreamId => streamId;

    public ActivationShared Shared => provider.Shared;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => OnNextBatchAsync([item], token);

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        RefuseToken(token);
        lock (_gate)
        {
            foreach (var item in batch)
            {
                Produce(new SequentialItem<T>(item, new MemoryToken(++_lastNumber)));
            }
        }

        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => throw new NotSupportedException("A stream in memory has no end.");

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("A stream in memory carries items only.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(
        IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null) => Subscribe(new OneByOne<T>(observer), token);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token) =>
        Subscribe(observer, token);

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles()
    {
        lock (_gate)
        {
            return Task.FromResult<IList<StreamSubscriptionHandle<T>>>([.. _subscriptions]);
        }
    }

    public void Remove(MemorySubscription<T> subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }

    public bool Equals(IAsyncStream<T>? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => streamId.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => other is null ? 1 : streamId.CompareTo(other.StreamId);

    public static void RefuseToken(StreamSequenceToken? token)
    {
        if (token is not null)
        {
            throw new ArgumentNullException(nameof(token), "A stream in memory cannot be rewound, so it takes no token.");
        }
    }

    private void Produce(SequentialItem<T> item)
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Add(item);
        }

        _subscriptions.RemoveAll(subscription => subscription.HasEnded);
    }

    private Task<StreamSubscriptionHandle<T>> Subscribe(IAsyncBatchObserver<T> observer, StreamSequenceToken? token)
    {
        ArgumentNullException.ThrowIfNull(observer);
        RefuseToken(token);
        var subscription = new MemorySubscription<T>(this, provider.NextHandleId(), observer);
        lock (_gate)
        {
            _subscriptions.Add(subscription);
        }

        return Task.FromResult<StreamSubscriptionHandle<T>>(subscription);
    }
}
