using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace SessionShare.Storage;

/// <summary>Jobs that wait for a thread, in order, a bounded number of them.</summary>
internal sealed class JobQueue(int capacity)
{
    private readonly Channel<Job> _waiting = Channel.CreateBounded<Job>(capacity);

    /// <summary>Whether nothing waits and nothing will.</summary>
    public bool IsOver => _waiting.Reader.Completion.IsCompleted;

    /// <summary>Adds a job, once there is room, and waits for it.</summary>
    public async Task<T> Do<T>(Job<T> job, CancellationToken cancellationToken)
    {
        try
        {
            await _waiting.Writer.WriteAsync(job, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw Closed();
        }

        return await job.Done;
    }

    /// <summary>Blocks until a job waits; false when none will.</summary>
    public bool Wait() => _waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    public bool TryPeek([NotNullWhen(true)] out Job? job) => _waiting.Reader.TryPeek(out job);

    public bool TryTake([NotNullWhen(true)] out Job? job) => _waiting.Reader.TryRead(out job);

    /// <summary>Takes no more jobs; those that wait are still done.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    public static ObjectDisposedException Closed() => new(nameof(SqliteStore), "The embedded store is closed.");
}
