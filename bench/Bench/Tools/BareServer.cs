using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>The yardstick of what a connection costs at rest: SignalR alone, as a process of its own, with the same transport as the gateway. A connection has one open stream that never says anything.</summary>
internal sealed class BareServer : IDisposable
{
    private readonly Process _process;
    private readonly string _probe;

    private BareServer(Process process, string probe, Uri url) => (_process, _probe, Url) = (process, probe, url);

    public Uri Url { get; }

    public static async Task<BareServer> Start(string folder)
    {
        var probe = Path.Combine(folder, "bare.sock");
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "SessionShare.Yardsticks"), ["signalr"]) { RedirectStandardOutput = true };
        Bench.Usage.Probe(start, probe);
        start.Environment["DOTNET_gcServer"] = "0";
        var process = Process.Start(start)!;
        return new BareServer(process, probe, new Uri((await process.StandardOutput.ReadLineAsync())!));
    }

    public Usage Usage() => Bench.Usage.Of(_process, _probe, collected: true);

    public TimeSpan Processor() => Bench.Usage.ProcessorOf(_process);

    public async Task<RawConnection> Connect()
    {
        var connection = await RawConnection.Open(new Uri(Url, "relay"), null);
        await connection.Stream("Nothing", "");
        return connection;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
