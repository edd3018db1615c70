using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;

namespace SessionShare.Cli.Sharing;

/// <summary>While the connection to the embedded server is lost: looks whether the server died, and starts it again on the same port and data.</summary>
internal sealed class ServerCare(EmbeddedServer? server, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    private CancellationTokenSource? _lost;
    private Task _reviving = Task.CompletedTask;

    public void Lost()
    {
        if (server is null || _lost is not null)
            return;
        _lost = new CancellationTokenSource();
        _reviving = ReviveUntil(server, _lost.Token);
    }

    public async Task Back()
    {
        if (_lost is null)
            return;
        await _lost.CancelAsync();
        await _reviving;
        _lost.Dispose();
        _lost = null;
    }

    public async ValueTask DisposeAsync() => await Back();

    private async Task ReviveUntil(EmbeddedServer dying, CancellationToken back)
    {
        try
        {
            while (true)
                await Task.Delay(await TryRevive(dying, back) ? LookEvery : AfterFailure, time, back);
        }
        catch (OperationCanceledException)
        {
            // Connected again.
        }
    }

    /// <summary>A server that doesn't start is tried again: the session waits for it, and the title says that it is not connected.</summary>
    private static async Task<bool> TryRevive(EmbeddedServer dying, CancellationToken back)
    {
        try
        {
            await dying.Revive(back);
            return true;
        }
        catch (Exception fault) when (fault is CliFailure or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
