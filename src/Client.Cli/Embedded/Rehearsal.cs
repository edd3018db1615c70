using SessionShare.Client;

namespace SessionShare.Cli.Embedded;

/// <summary>
/// While its server starts, this process has nothing to do: it loads and compiles what it will speak to it with, by speaking to a port where nobody
/// listens. Measured: a first share stands 0.2 s sooner.
/// </summary>
internal static class Rehearsal
{
    // The discard service's port, on this machine only: refused at once, or discarded.
    private static readonly Uri Nobody = new("http://127.0.0.1:9/");

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Does it; its failures are what it expects.</summary>
    public static async Task Run(CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            using var api = new ServerApi(Nobody, timeout: Longest);
            await api.About(cancellationToken);
        }
        catch (Exception expected) when (expected is ServerUnreachableException or RefusedException or OperationCanceledException)
        {
        }

        try
        {
            var transport = new SignalRTransport(new SignalRTransportOptions { ConnectTimeout = Longest });
            await using var connection = await transport.ConnectSharer(Nobody, cancellationToken);
        }
        catch (Exception expected) when (expected is ServerUnreachableException or RefusedException or ConnectionLostException or OperationCanceledException)
        {
        }
    }
}
