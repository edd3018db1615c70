using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

namespace Orleans.Conformance.Engines;

/// <summary>Real Orleans, from its packages.</summary>
internal static class Engine
{
    /// <summary>A cluster of one silo, on a port of this machine that the system picks; no gateway.</summary>
    public static void UseOneProcess(ISiloBuilder silo)
    {
        var name = Guid.NewGuid().ToString("N");
        silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0);
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (name, name));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
