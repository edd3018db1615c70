using Orleans.Streams;
using SessionShare.Grains.Sessions;
using SessionShare.Silo.Cluster;

namespace SessionShare.Gateway.Streams;

/// <summary>
/// One reader of a session's stream. Goes on by itself, from where it was, when the grain moves or its silo is lost; the observer is told
/// of an error only when nothing helped for <see cref="GiveUpAfter"/>. One loop task, awaited by <see cref="UnsubscribeAsync"/>.
/// </summary>
#pragma warning disable CA1001 // Its cancellation source is disposed by UnsubscribeAsync; the base class is not disposable.
internal sealed partial class SessionSubscription(
    StreamId streamId,
    SessionToken? after,
    IAsyncObserver<WatchEvent> observer,
    Func<SessionToken?, CancellationToken, IAsyncEnumerable<WatchEvent>> watch,
    ClusterLink link,
    TimeProvider time,
    ILogger logger) : StreamSubscriptionHandle<WatchEvent>
#pragma warning restore CA1001
{
    /// <summary>Events that the grain may hand over in one reply.</summary>
    private const int BatchSize = 4;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private SessionToken? _after = after;
    private Task _loop = Task.CompletedTask;

    public override StreamId StreamId => streamId;

    public override string ProviderName => SessionStreams.ProviderName;

    public override Guid HandleId => Guid.Empty;

    /// <summary>Begins to read. Called once.</summary>
    public void Start() => _loop = Loop();

    public override async Task UnsubscribeAsync()
    {
        _stop.Cancel();
        await _loop;
        _stop.Dispose();
    }

    public override Task<StreamSubscriptionHandle<WatchEvent>> ResumeAsync(IAsyncObserver<WatchEvent> observer, StreamSequenceToken? token = null) =>
        throw new NotSupportedException("Subscribe anew, with the token to go on from.");

    public override Task<StreamSubscriptionHandle<WatchEvent>> ResumeAsync(IAsyncBatchObserver<WatchEvent> observer, StreamSequenceToken? token = null) =>
        throw new NotSupportedException("Subscribe anew, with the token to go on from.");

    public override bool Equals(StreamSubscriptionHandle<WatchEvent>? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => streamId.GetHashCode();

    private async Task Loop()
    {
        await Task.Yield();
        var (retry, failsSince, told) = (FirstRetry, (long?)null, false);
        while (!_stop.IsCancellationRequested)
        {
            using var until = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, link.SiloLost);
            try
            {
                await foreach (var item in watch(_after, until.Token).WithBatchSize(BatchSize))
                {
                    (retry, failsSince, told) = (FirstRetry, null, false);
                    if (await Observe(item))
                        return;
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (time.GetElapsedTime(failsSince ??= time.GetTimestamp()) < GiveUpAfter)
            {
                if (!told)
                    LogWatchFailed(streamId.GetKeyAsString(), fault.Message);
                told = true;
            }
            catch (Exception fault)
            {
                await observer.OnErrorAsync(fault);
                return;
            }

            await Task.Delay(retry, time, CancellationToken.None);
            retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
        }
    }

    /// <summary>True when nothing comes behind this event.</summary>
    private async Task<bool> Observe(WatchEvent item)
    {
        if (item.Moved)
            return false;
        if (item.Present is { } present)
            _after ??= new SessionToken(present.Newest, present.NewestEpoch());
        if (item.Run is { } run)
            _after = new SessionToken(run.First + run.Count - 1, run.Epoch);
        if (item.Rewound is { } rewound)
            _after = new SessionToken(rewound.First - 1, rewound.Epoch);

        await observer.OnNextAsync(item, _after);
        if (item.Ended is null)
            return false;

        await observer.OnCompletedAsync();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId}: its watch failed; it is opened again: {Fault}")]
    private partial void LogWatchFailed(string sessionId, string fault);
}
