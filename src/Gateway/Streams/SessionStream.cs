using Orleans.Streams;
using SessionShare.Grains.Sessions;

namespace SessionShare.Gateway.Streams;

/// <summary>One session as a stream: read by explicit subscriptions; written only by its sharer, through the grain.</summary>
internal sealed class SessionStream(StreamId streamId, SessionStreams provider) : IAsyncStream<WatchEvent>
{
    private const string WrittenByTheSharer = "A session's stream is written by its sharer only.";
    private const string OneByOne = "A session's stream is observed event by event: an event is already a run of frames.";

    public bool IsRewindable => true;

    public string ProviderName => provider.Name;

    public StreamId StreamId => streamId;

    public Task<StreamSubscriptionHandle<WatchEvent>> SubscribeAsync(IAsyncObserver<WatchEvent> observer) =>
        SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<WatchEvent>> SubscribeAsync(
        IAsyncObserver<WatchEvent> observer, StreamSequenceToken? token, string? filterData = null) =>
        Task.FromResult<StreamSubscriptionHandle<WatchEvent>>(provider.Subscribe(streamId, observer, token as SessionToken));

    public Task<StreamSubscriptionHandle<WatchEvent>> SubscribeAsync(IAsyncBatchObserver<WatchEvent> observer) =>
        throw new NotSupportedException(OneByOne);

    public Task<StreamSubscriptionHandle<WatchEvent>> SubscribeAsync(IAsyncBatchObserver<WatchEvent> observer, StreamSequenceToken? token) =>
        throw new NotSupportedException(OneByOne);

    /// <summary>Subscriptions live with their subscriber; none outlives it, so there is none to be found again.</summary>
    public Task<IList<StreamSubscriptionHandle<WatchEvent>>> GetAllSubscriptionHandles() =>
        Task.FromResult<IList<StreamSubscriptionHandle<WatchEvent>>>([]);

    public Task OnNextAsync(WatchEvent item, StreamSequenceToken? token = null) => throw new NotSupportedException(WrittenByTheSharer);

    public Task OnNextBatchAsync(IEnumerable<WatchEvent> batch, StreamSequenceToken? token = null) =>
        throw new NotSupportedException(WrittenByTheSharer);

    public Task OnCompletedAsync() => throw new NotSupportedException(WrittenByTheSharer);

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException(WrittenByTheSharer);

    public int CompareTo(IAsyncStream<WatchEvent>? other) => other is null ? 1 : streamId.CompareTo(other.StreamId);

    public bool Equals(IAsyncStream<WatchEvent>? other) => other is not null && streamId.Equals(other.StreamId);

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<WatchEvent>);

    public override int GetHashCode() => streamId.GetHashCode();
}
