using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess;

/// <summary>
/// One subscription. Its items wait in order and are given on, one call of the observer at a time: as turns of the grain that subscribed,
/// else on the root scheduler. What an observer throws is logged and reported to it, and the next item follows.
/// </summary>
internal sealed partial class MemorySubscription<T>(MemoryStream<T> stream, Guid handleId, IAsyncBatchObserver<T> observer)
    : StreamSubscriptionHandle<T>, IDelivery
{
    // An observer that stands still must not fill the memory: beyond this the oldest items are given up.
    private const int MaxWaiting = 16_384;

    private readonly Lock _gate = new();
    private readonly Queue<SequentialItem<T>> _waiting = new();
    private IAsyncBatchObserver<T> _observer = observer;
    private Activation? _owner = Activation.Current;
    private bool _isDelivering;
    private long _givenUp;

    public bool HasEnded { get; private set; }

    public override StreamId StreamId => stream.StreamId;

    public override string ProviderName => stream.ProviderName;

    public override Guid HandleId => handleId;

    public void Add(SequentialItem<T> item)
    {
        lock (_gate)
        {
            if (_waiting.Count == MaxWaiting)
            {
                _waiting.Dequeue();
                _givenUp++;
            }

            _waiting.Enqueue(item);
            if (_isDelivering || HasEnded)
            {
                return;
            }

            _isDelivering = true;
        }

        QueueDelivery();
    }

    public override Task UnsubscribeAsync()
    {
        Abandon();
        stream.Remove(this);
        return Task.CompletedTask;
    }

    public void Abandon()
    {
        lock (_gate)
        {
            HasEnded = true;
            _waiting.Clear();
        }
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null) =>
        ResumeAsync(new OneByOne<T>(observer), token);

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null)
    {
        MemoryStream<T>.RefuseToken(token);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(HasEnded, this);
            (_observer, _owner) = (observer, Activation.Current);
        }

        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => ReferenceEquals(this, other);

    public async Task DeliverAsync()
    {
        while (TakeNext() is { } items)
        {
            try
            {
                await _observer.OnNextAsync(items);
            }
            catch (Exception exception)
            {
                await ReportAsync(exception);
            }
        }
    }

    private void QueueDelivery()
    {
        if (_owner is null)
        {
            Unflowed.Start(static delivery => _ = ((IDelivery)delivery!).DeliverAsync(), this, stream.Shared.Engine.Scheduler);
        }
        else if (!_owner.TryReceive(new DeliveryTurn(this)))
        {
            Abandon();
        }
    }

    private SequentialItem<T>[]? TakeNext()
    {
        lock (_gate)
        {
            if (_givenUp > 0)
            {
                Log.GaveUp(stream.Shared.Logger, stream.StreamId, _givenUp);
                _givenUp = 0;
            }

            _isDelivering = _waiting.Count > 0;
            if (!_isDelivering)
            {
                return null;
            }

            SequentialItem<T>[] items = _observer is OneByOne<T> ? [_waiting.Dequeue()] : [.. _waiting];
            if (_observer is not OneByOne<T>)
            {
                _waiting.Clear();
            }

            return items;
        }
    }

    private async Task ReportAsync(Exception failure)
    {
        Log.ObserverFailed(stream.Shared.Logger, stream.StreamId, failure);
        try
        {
            await _observer.OnErrorAsync(failure);
        }
        catch (Exception exception)
        {
            Log.ObserverFailed(stream.Shared.Logger, stream.StreamId, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "An observer of stream {StreamId} failed; its subscription goes on with the next item")]
        public static partial void ObserverFailed(ILogger logger, StreamId streamId, Exception exception);

        [LoggerMessage(LogLevel.Warning, "An observer of stream {StreamId} stood still and missed {Count} items")]
        public static partial void GaveUp(ILogger logger, StreamId streamId, long count);
    }
}
