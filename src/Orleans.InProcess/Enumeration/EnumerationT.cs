using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Runs a grain's iterator as far as its caller pulls: what is there at once, up to a batch, or else the next item.</summary>
internal sealed partial class Enumeration<T> : Enumeration
{
    private readonly Activation _activation;
    private readonly CancellationTokenSource _ended = new();
    private readonly IAsyncEnumerator<T> _items;
    private readonly int _maxBatchSize;
    private Task<bool>? _moving;

    public Enumeration(Activation activation, RemoteSequence<T> sequence)
    {
        (_activation, _maxBatchSize) = (activation, sequence.MaxBatchSize);
        var items = sequence.Method.Start(activation.GrainInstance!, sequence.Arguments, _ended.Token);
        _items = items.GetAsyncEnumerator(_ended.Token);
    }

    public async Task<Page<T>> PullAsync(CancellationToken cancellation)
    {
        Ask();
        try
        {
            return TakeAvailable() ?? await WaitForOneAsync(_moving!, cancellation);
        }
        catch (OperationCanceledException)
        {
            return Page<T>.Of(PageKind.Cancelled);
        }
        catch (Exception exception)
        {
            return Page<T>.Of(PageKind.Failed, exception);
        }
    }

    public override async Task DisposeAsync()
    {
        try
        {
            _ended.Cancel();
            if (_moving is { } moving)
            {
                Task within = moving.WaitAsync(_activation.Shared.ResponseTimeout, _activation.Shared.Time);
                await within.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }

            if (_moving is null or { IsCompleted: true })
            {
                await Awaited.Here(_items.DisposeAsync()).WaitAsync(_activation.Shared.ResponseTimeout, _activation.Shared.Time);
            }
        }
        catch (Exception exception)
        {
            Log.EndingFailed(_activation.Shared.Logger, _activation.GrainId, exception);
        }
    }

    private Page<T>? TakeAvailable()
    {
        if (_moving is not null)
        {
            return null;
        }

        List<T> items = [];
        while (items.Count < _maxBatchSize)
        {
            var moving = _items.MoveNextAsync();
            if (!moving.IsCompletedSuccessfully)
            {
                _moving = Awaited.Here(moving);
                return items.Count > 0 ? new Page<T>(PageKind.Items, items) : null;
            }

            if (!moving.Result)
            {
                return new Page<T>(PageKind.Last, items);
            }

            items.Add(_items.Current);
        }

        return new Page<T>(PageKind.Items, items);
    }

    private async Task<Page<T>> WaitForOneAsync(Task<bool> moving, CancellationToken cancellation)
    {
        IsWaiting = true;
        Task within = moving.WaitAsync(_activation.Shared.ResponseTimeout / 2, _activation.Shared.Time, cancellation);
        await within.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        IsWaiting = false;
        Ask();
        if (!moving.IsCompleted)
        {
            return Page<T>.Of(cancellation.IsCancellationRequested ? PageKind.Cancelled : PageKind.Nothing);
        }

        _moving = null;
        return moving switch
        {
            { Exception.InnerException: OperationCanceledException } or { IsCanceled: true } => Page<T>.Of(PageKind.Cancelled),
            { Exception.InnerException: { } failure } => Page<T>.Of(PageKind.Failed, failure),
            { Result: true } => new Page<T>(PageKind.Items, [_items.Current]),
            _ => Page<T>.Of(PageKind.Last),
        };
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "An enumeration of {GrainId} did not end cleanly")]
        public static partial void EndingFailed(ILogger logger, GrainId grainId, Exception exception);
    }
}
