using System.Collections.Concurrent;

namespace SessionShare.Grains.Tests.Grains;

/// <summary>Reads a grain's events in the background, and waits for conditions on what has come.</summary>
internal sealed class Reading<T> : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<T> _seen = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly Task _loop;

    public Reading(Func<CancellationToken, IAsyncEnumerable<T>> events) => _loop = Read(events(_stop.Token));

    public IReadOnlyList<T> Seen => [.. _seen];

    /// <summary>Waits until what has come is as expected.</summary>
    public async Task Until(Func<IReadOnlyList<T>, bool> holds, string expected)
    {
        while (!holds(Seen))
        {
            if (!await _news.WaitAsync(Patience))
                throw new TimeoutException($"Expected {expected}; seen: {string.Join(" | ", Seen)}");
        }
    }

    /// <summary>Waits until the grain ends the events.</summary>
    public Task Ended() => _loop.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _loop;
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task Read(IAsyncEnumerable<T> events)
    {
        await foreach (var item in events)
        {
            _seen.Enqueue(item);
            _news.Release();
        }
    }
}
