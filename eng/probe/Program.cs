// Calls one grain on the published Orleans packages, in a silo of this process. Says "hello" when that works.
using Orleans.Configuration;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.UseOrleans(silo =>
{
    silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0);
    silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("probe", "probe"));
});

using var host = builder.Build();
await host.StartAsync();
Console.WriteLine(await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IProbeGrain>("probe").Hello());
await host.StopAsync();

static int FreePort()
{
    using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
    listener.Start();
    return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
}

/// <summary>The probe's grain.</summary>
public interface IProbeGrain : IGrainWithStringKey
{
    /// <summary>Answers hello.</summary>
    Task<string> Hello();
}

/// <summary>The probe's grain.</summary>
public sealed class ProbeGrain : Grain, IProbeGrain
{
    /// <inheritdoc/>
    public Task<string> Hello() => Task.FromResult("hello");
}
