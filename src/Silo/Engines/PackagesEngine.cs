using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Messaging;
using SessionShare.Silo.Cluster;
using SessionShare.Storage;

namespace SessionShare.Silo.Engines;

/// <summary>Real Orleans, from its packages.</summary>
internal static class Engine
{
    /// <summary>Why no cluster can be had, and what would help; null where one can.</summary>
    public static string? ClusteringRemedy => null;

    /// <summary>Why Orleans' own grain storage on Azure can't be had; null where it can.</summary>
    public static string? AzureGrainStorageRemedy => null;

    /// <summary>The name by which ADO.NET finds PostgreSQL.</summary>
    private const string Npgsql = "Npgsql";

    /// <summary>Where no socket is: the silo's identity needs a port number, and this one is never bound.</summary>
    private const int NoPort = 1;

    /// <summary>Probes in a row that must go unanswered before a silo is suspected.</summary>
    private const int MissedProbes = 5;

    /// <summary>Silos that must suspect another one before it counts as dead; in a cluster of two Orleans asks for one.</summary>
    private const int Votes = 2;

    private static readonly TimeSpan ListOfSilosAge = TimeSpan.FromSeconds(5);

    public static string Name { get; } = "Orleans " + VersionOf(typeof(SiloAddress).Assembly);

    /// <summary>A silo alone in its process: no port of Orleans is open, so no other process can speak to it.</summary>
    public static void UseOneProcess(ISiloBuilder silo)
    {
        silo.UseLocalhostClustering();
        silo.Configure<EndpointOptions>(endpoints => (endpoints.SiloPort, endpoints.GatewayPort) = (NoPort, 0));
        silo.Quieten();
        // It measures from the machine's start until its threads have begun: at once, a warning of a check that was not done for hours.
        silo.Services.AddLogging(logging => logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error));
        silo.AddActivityPropagation();

        var listeners = silo.Services.Where(service => service.IsKeyedService && service.ServiceType == typeof(IConnectionListenerFactory));
        foreach (var key in listeners.Select(service => service.ServiceKey).ToList())
            silo.Services.AddKeyedSingleton<IConnectionListenerFactory, AcceptsNothing>(key);
    }

    /// <summary>One silo of several.</summary>
    public static void UseCluster(ISiloBuilder silo, SiloOptions options)
    {
        if (options.IsLocalhost)
            silo.UseDevelopmentClustering(options.PrimaryEndpoint());
        else
            silo.UseAdoNetClustering(membership => membership.Configure<IOptions<PostgresOptions>>(
                (ado, postgres) => (ado.Invariant, ado.ConnectionString) = (Npgsql, postgres.Value.ConnectionString)));

        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.Cluster, options.Service));
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = options.SiloEndpoint().Address;
            endpoints.SiloPort = options.SiloEndpoint().Port;
            endpoints.GatewayPort = options.GatewayEndpoint().Port;
        });
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // A probe waits for at least this long, however quick answers were before: a silo without CPU is slow all at once.
            membership.ProbeTimeout = membership.MinProbeTimeout = membership.MaxProbeTimeout = options.Silent / MissedProbes;
            membership.NumMissedProbesLimit = MissedProbes;
            membership.NumVotesForDeathDeclaration = Votes;
            membership.TableRefreshTimeout = ListOfSilosAge;
        });
        silo.Quieten();
        silo.AddActivityPropagation();
        if (MemberCertificate.Of(options) is { } certificate)
            silo.UseTls(certificate.Own, tls => Trust(tls, certificate));
        silo.Services.AddHostedService<PeerWatch>();
    }

    /// <summary>Grain storage that is Orleans' own, with marks of what is due beside it.</summary>
    public static void UseGrainStorage(ISiloBuilder silo, SiloOptions options, IEnumerable<string> names)
    {
        if (!SiloOptions.Is(options.GrainStorage, Stores.AzureBlob))
            return;

        foreach (var name in names)
        {
            var states = $"{name}-states";
            silo.AddAzureBlobGrainStorage(states, storage => storage.Configure<IOptions<AzureOptions>>((blobs, azure) =>
            {
                blobs.ContainerName = azure.Value.GrainContainer;
                blobs.BlobServiceClient = AzureBlobs.Connect(azure.Value);
            }));
            silo.Services.AddAzureDueGrains(name, states);
        }
    }

    /// <summary>The way to the silos of a cluster. Connecting is not waited for: a gateway answers, that it is not ready, while there is no silo.</summary>
    public static void AddClusterClient(IHostApplicationBuilder builder, SiloOptions options)
    {
        var before = builder.Services.Where(service => service.ServiceType == typeof(IHostedService)).ToHashSet();
        builder.UseOrleansClient(client =>
        {
            if (options.IsLocalhost)
                client.UseStaticClustering(options.LocalGateways());
            else
                client.UseAdoNetClustering(membership => membership.Configure<IOptions<PostgresOptions>>(
                    (ado, postgres) => (ado.Invariant, ado.ConnectionString) = (Npgsql, postgres.Value.ConnectionString)));

            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.Cluster, options.Service));
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = ListOfSilosAge);
            client.UseConnectionRetryFilter<TriesForEver>();
            client.AddActivityPropagation();
            if (MemberCertificate.Of(options) is { } certificate)
                client.UseTls(certificate.Own, tls => Trust(tls, certificate));
        });

        foreach (var own in builder.Services.Where(service => service.ServiceType == typeof(IHostedService) && !before.Contains(service)).ToList())
            builder.Services.Remove(own);
        builder.Logging.AddFilter("Orleans.Messaging", LogLevel.Error); // What it repeats every second SiloPorts says once.
        builder.Logging.AddFilter("Orleans.Runtime.AsyncEnumerableRequest", LogLevel.Error);
        builder.Services.AddHostedService<SiloWatch>();
    }

    /// <summary>Both ends ask for a certificate, and take one of the cluster's authority, whatever name it has.</summary>
    private static void Trust(TlsOptions tls, MemberCertificate certificate)
    {
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.RemoteCertificateValidation = (shown, _, _) => certificate.IsMember(shown);
        tls.OnAuthenticateAsClient = (_, authentication) => authentication.TargetHost = nameof(SessionShare);
    }

    /// <summary>Its only warnings ask for the server's garbage collector, which a laptop does without on purpose and a cluster's operator decides.</summary>
    private static void Quieten(this ISiloBuilder silo) =>
        silo.Services.AddLogging(logging => logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error));

    /// <summary>Orleans writes <c>10.4.2. Commit Hash: ...</c>.</summary>
    private static string VersionOf(Assembly orleans) =>
        orleans.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split(' ', '+')[0].TrimEnd('.') ?? "";

    /// <summary>Tells the cluster of a silo whose process is gone: see <see cref="PeerPorts"/>.</summary>
    private sealed class PeerWatch(
        IClusterMembershipService membership, ILocalSiloDetails self, IOptions<SiloOptions> options, TimeProvider time, ILogger<PeerPorts> logger) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
            new PeerPorts(Peers, peer => membership.TryKill(SiloAddress.FromParsableString(peer.Name)), options.Value.Gone, time, logger).Watch(stoppingToken);

        private IEnumerable<Peer> Peers()
        {
            var members = membership.CurrentSnapshot.Members;
            if (!members.TryGetValue(self.SiloAddress, out var own) || own.Status != SiloStatus.Active)
                return [];
            return members.Values
                .Where(member => member.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping)
                .Where(member => !member.SiloAddress.Equals(self.SiloAddress))
                .Select(member => new Peer(member.SiloAddress.ToParsableString(), member.SiloAddress.Endpoint));
        }
    }

    /// <summary>Connects the client, and watches the ports of the silos that it may use: see <see cref="SiloPorts"/>.</summary>
    private sealed class SiloWatch(
        IClusterClient client, IGatewayListProvider list, ClusterLink link, TimeProvider time, ILogger<SiloPorts> logger) : BackgroundService
    {
        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            await base.StopAsync(cancellationToken);
            await ((IHostedService)client).StopAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            await ((IHostedService)client).StartAsync(stoppingToken);
            await new SiloPorts(Silos, link, ListOfSilosAge, time, logger).Watch(stoppingToken);
        }

        private async Task<IReadOnlyList<IPEndPoint>> Silos() =>
            [.. (await list.GetGateways()).Select(gateway => gateway.ToGatewayAddress()!.Endpoint)];
    }

    /// <summary>A gateway that finds no silo at its start goes on looking.</summary>
    private sealed class TriesForEver(TimeProvider time, ILogger<SiloPorts> logger) : IClientConnectionRetryFilter
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
        private bool _told;

        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            if (!_told)
                ClusterLog.NoSiloYet(logger, exception.Message);
            _told = true;
            await Task.Delay(Every, time, cancellationToken);
            return true;
        }
    }

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
