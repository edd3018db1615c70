using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace SessionShare.Silo.Engines;

/// <summary>Real Orleans, from its packages.</summary>
internal static class Engine
{
    public const string ClusteringRemedy = "silos in a cluster are not supported yet. Leave it out.";

    /// <summary>Where no socket is: the silo's identity needs a port number, and this one is never bound.</summary>
    private const int NoPort = 1;

    public static string Name { get; } = "Orleans " + VersionOf(typeof(SiloAddress).Assembly);

    /// <summary>A silo alone in its process: no port of Orleans is open, so no other process can speak to it.</summary>
    public static void UseOneProcess(ISiloBuilder silo)
    {
        silo.UseLocalhostClustering();
        silo.Configure<EndpointOptions>(endpoints => (endpoints.SiloPort, endpoints.GatewayPort) = (NoPort, 0));

        // Its only warnings ask for the server's garbage collector, which a laptop does without on purpose.
        silo.Services.AddLogging(logging => logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error));

        var listeners = silo.Services.Where(service => service.IsKeyedService && service.ServiceType == typeof(IConnectionListenerFactory));
        foreach (var key in listeners.Select(service => service.ServiceKey).ToList())
            silo.Services.AddKeyedSingleton<IConnectionListenerFactory, AcceptsNothing>(key);
    }

    /// <summary>Orleans writes <c>10.4.2. Commit Hash: ...</c>.</summary>
    private static string VersionOf(Assembly orleans) =>
        orleans.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split(' ', '+')[0].TrimEnd('.') ?? "";

    private sealed class AcceptsNothing : IConnectionListenerFactory
    {
        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IConnectionListener>(new Nowhere(endpoint));
    }

    private sealed class Nowhere(EndPoint endPoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint => endPoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            new(_unbound.Task.WaitAsync(cancellationToken));

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _unbound.TrySetResult(null);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}
