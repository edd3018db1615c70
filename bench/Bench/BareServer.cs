using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SessionShare.Bench;

/// <summary>The yardstick: SignalR alone, as a process of its own, with the same transport as the gateway. A connection has one open stream that never says anything.</summary>
internal sealed class BareServer : IDisposable
{
    private readonly Process _process;
    private readonly string _probe;

    private BareServer(Process process, string probe, Uri url) => (_process, _probe, Url) = (process, probe, url);

    public Uri Url { get; }

    public static async Task<BareServer> Start(string folder)
    {
        var probe = Path.Combine(folder, "bare.sock");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var word in (string[])["exec", typeof(BareServer).Assembly.Location, "--bare-server"])
            start.ArgumentList.Add(word);
        Bench.Usage.Probe(start, probe);
        start.Environment["DOTNET_gcServer"] = "0";
        var process = Process.Start(start)!;
        return new BareServer(process, probe, new Uri((await process.StandardOutput.ReadLineAsync())!));
    }

    public Usage Usage() => Bench.Usage.Of(_process, _probe, collected: true);

    public TimeSpan Processor() => Bench.Usage.ProcessorOf(_process);

    public async Task<RawConnection> Connect()
    {
        var connection = await RawConnection.Open(new Uri(Url, "bare"), null);
        await connection.Stream(nameof(BareHub.Nothing), "");
        return connection;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The process.</summary>
    public static async Task Serve()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSignalR(hub => (hub.KeepAliveInterval, hub.ClientTimeoutInterval) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)));
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseRouting();
        app.MapHub<BareHub>("/bare", connection => connection.Transports = HttpTransportType.WebSockets);
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    private sealed class BareHub : Hub
    {
#pragma warning disable CA1822 // SignalR calls it on an object.
        public async IAsyncEnumerable<int> Nothing([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            yield return 0;
        }
    }
}
