using SessionShare.Bench.Yardsticks;

namespace SessionShare.Bench;

/// <summary>A session with its sharer and its viewer.</summary>
internal sealed class Busied : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IWrittenSharing _sharing;
    private readonly Reading _viewer;
    private readonly byte[] _line;
    private long _written;

    private Busied(IWrittenSharing sharing, Reading viewer, int lineBytes) => (_sharing, _viewer, _line) = (sharing, viewer, new byte[lineBytes]);

    public Follower Lines => _viewer.Lines;

    /// <summary>What went wrong at the viewer.</summary>
    public string? Fault => _viewer.Fault;

    public static async Task<Busied> Start(ITool tool, int lineBytes)
    {
        var sharing = await tool.ShareWritten();
        return new Busied(sharing, new Reading(await sharing.Join(new Joining()), lineBytes), lineBytes);
    }

    /// <param name="due">When the line is due.</param>
    public ValueTask Write(long due)
    {
        StampedLines.Fill(_line, _written++, due);
        return _sharing.Write(_line);
    }

    /// <summary>Waits for the newest line; whether all are there.</summary>
    public Task<bool> Arrived() => _viewer.IsWhole(_written - 1, Patience);

    public ValueTask DisposeAsync()
    {
        _viewer.Dispose();
        return _sharing.DisposeAsync();
    }
}
