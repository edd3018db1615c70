using System.Collections.Concurrent;

namespace SessionShare.Grains.Tests.Grains;

/// <summary>Reads a grain's events in the background, and waits for conditions on what has come.</summary>
internal sealed class Reading<T> : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<T> _seen = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly Task _loop;
    private bool _siloIsGone;

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

    /// <summary>
    /// Waits until the events end because their activation moves: it says so last, or its silo is gone before a reader that waited for nothing just then could hear it.
    /// </summary>
    public async Task Moved(Func<T, bool> isMoved)
    {
        try
        {
            await Ended();
        }
        catch (Exception gone) when (gone is not TimeoutException)
        {
            _siloIsGone = true;
            return;
        }
        Seen[^1].Should().Match<T>(last => isMoved(last));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _loop;
        }
        catch (Exception ended) when (ended is OperationCanceledException || _siloIsGone)
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
