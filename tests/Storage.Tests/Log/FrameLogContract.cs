using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>What every frame log must do. One subclass a store says how to open it.</summary>
public abstract partial class FrameLogContract : IAsyncLifetime
{
    private protected const string Session = "0123456789abcdefghijkl";

    protected IFrameLog Log { get; private set; } = null!;

    public async Task InitializeAsync() => Log = await OpenStore();

    public Task DisposeAsync() => CloseStore();

    /// <summary>Opens the store of this test, empty at the first call.</summary>
    protected abstract Task<IFrameLog> OpenStore();

    /// <summary>Closes it; what was committed stays.</summary>
    protected abstract Task CloseStore();

    /// <summary>Closes the store and opens it again.</summary>
    protected async Task Reopen()
    {
        await CloseStore();
        Log = await OpenStore();
    }

    private protected async Task<LogHead> Share(params IReadOnlyList<int> lengths)
    {
        var head = await Log.Open(Session, default);
        if (lengths.Count > 0)
            await Commit(TestFrames.Commit(Session, head, lengths));
        return (await Log.Peek(Session, default))!;
    }

    private protected async Task Commit(LogCommit commit) => (await Log.Commit(commit, default)).Should().Be(CommitOutcome.Committed);

    private protected async Task<IReadOnlyList<LoggedFrame>> Read(long after, int maxBytes) =>
        TestFrames.Frames(await Log.Read(Session, after, maxBytes, default));

    private protected async Task<IReadOnlyList<LoggedFrame>> ReadAll(string session = Session, int maxBytes = 64 * 1024, long after = 0)
    {
        var runs = new List<LoggedRun>();
        for (; await Log.Read(session, after, maxBytes, default) is { Count: > 0 } page; after = page[^1].Run.Last)
            runs.AddRange(page);
        return TestFrames.Frames(runs);
    }
}
