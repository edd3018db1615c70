using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Due;
using SessionShare.Grains.Fleet;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Grains.Telemetry;
using SessionShare.Silo.Cluster;
using SessionShare.Silo.Engines;
using SessionShare.Silo.Settings;
using SessionShare.Silo.Telemetry;
using SessionShare.Storage;
using SessionOptions = SessionShare.Grains.Sessions.SessionOptions;

namespace SessionShare.Silo;

/// <summary>What a silo is made of, and what a gateway without one has instead.</summary>
public static class SiloComposition
{
    private const string DatabaseFile = "sessionshare.db";
    private static readonly string[] GrainStorageNames = ["sessions", "users"];

    /// <summary>Reads the settings of a gateway's silo, or of its way to a cluster's, whose faults are then known to <paramref name="settings"/>.</summary>
    public static SiloOptions AddGatewaySettings(this CheckedSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var silo = settings.Add<SiloOptions>(SiloOptions.Section, options => options.Faults(holdsSilo: !options.InCluster()));
        settings.Add<SessionOptions>(SessionOptions.Section, options => options.Faults());
        settings.Add<QuotaOptions>(QuotaOptions.Section, options => options.Faults());
        settings.Add<PlanOptions>(PlanOptions.Section, options => options.Faults());
        settings.Add<SupportOptions>(SupportOptions.Section, options => options.Faults());
        settings.Add<PolicyOptions>(PolicyOptions.Section, options => options.Faults());
        settings.Add<AuditOptions>(AuditOptions.Section, options => options.Faults());
        if (silo.InCluster())
            settings.AddMembershipSettings(silo);
        else
            settings.AddStoreSettings(silo);
        return silo;
    }

    /// <summary>Reads the settings of the stores and of the membership that <paramref name="silo"/> chooses, and of no others.</summary>
    internal static void AddStoreSettings(this CheckedSettings settings, SiloOptions silo)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(silo);
        if (NeedsPostgres(silo))
            settings.AddPostgres();
        if (NeedsAzure(silo))
            settings.Add<AzureOptions>(AzureOptions.Section, options => options.Faults());
    }

    /// <summary>A gateway reads the list of silos, and keeps nothing.</summary>
    private static void AddMembershipSettings(this CheckedSettings settings, SiloOptions silo)
    {
        if (SiloOptions.Is(silo.Clustering, Clusterings.Postgres))
            settings.AddPostgres();
    }

    private static void AddPostgres(this CheckedSettings settings) => settings.Add<PostgresOptions>(PostgresOptions.Section, options => options.Faults());

    /// <summary>Adds a silo that is alone and lives in this host's process. SQLite's database is in <paramref name="dataFolder"/>.</summary>
    public static void AddLoneSilo(this IHostApplicationBuilder builder, SiloOptions silo, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddSiloParts(silo, dataFolder);
        builder.Services.AddSingleton(_ => new ClusterLink(isUp: true));
        builder.UseOrleans(orleans =>
        {
            Engine.UseOneProcess(orleans);
            Engine.UseGrainStorage(orleans, silo, GrainStorageNames);
        });
    }

    /// <summary>Adds a silo that is one of a cluster's. SQLite's database, where one is used, is in <paramref name="dataFolder"/>.</summary>
    public static void AddClusterSilo(this IHostApplicationBuilder builder, SiloOptions silo, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddSiloParts(silo, dataFolder);
        builder.UseOrleans(orleans =>
        {
            Engine.UseCluster(orleans, silo);
            Engine.UseGrainStorage(orleans, silo, GrainStorageNames);
        });
    }

    /// <summary>Adds the way to a cluster's silos; the process holds none itself.</summary>
    public static void AddClusterClient(this IHostApplicationBuilder builder, SiloOptions silo)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddCommonParts();
        builder.Services.AddSingleton(_ => new ClusterLink(isUp: false));
        Engine.AddClusterClient(builder, silo);
    }

    internal static bool NeedsPostgres(SiloOptions silo) =>
        SiloOptions.Is(silo.Clustering, Clusterings.Postgres) || SiloOptions.Is(silo.GrainStorage, Stores.Postgres) || SiloOptions.Is(silo.FrameLog, Stores.Postgres);

    internal static bool NeedsAzure(SiloOptions silo) =>
        SiloOptions.Is(silo.GrainStorage, Stores.AzureBlob) || SiloOptions.Is(silo.FrameLog, Stores.AzureAppendBlob);

    private static void AddSiloParts(this IHostApplicationBuilder builder, SiloOptions silo, string dataFolder)
    {
        var services = builder.Services;
        services.AddCommonParts();
        services.AddSingleton<LiveSessions>();
        services.AddMeasured<SessionInstruments>();
        services.AddMeasured<QuotaInstruments>();
        services.AddMeasured<LiveInstruments>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<LiveSessions>());
        services.AddSingleton<FleetReports>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<FleetReports>());
        services.AddSingleton<DueSweep>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<DueSweep>());

        // Before Orleans: what the stores start must be there when a grain asks for it.
        var sqliteGrains = SiloOptions.Is(silo.GrainStorage, Stores.Sqlite);
        var sqliteFrames = SiloOptions.Is(silo.FrameLog, Stores.Sqlite);
        void Place(SqliteOptions options) => options.Path = Path.Combine(dataFolder, DatabaseFile);
        if (sqliteFrames)
            services.AddSqliteFrameLog(Place);
        if (sqliteGrains)
            services.AddSqliteGrainStorage(Place, GrainStorageNames);
        if (SiloOptions.Is(silo.FrameLog, Stores.Postgres))
            services.AddPostgresFrameLog();
        if (SiloOptions.Is(silo.GrainStorage, Stores.Postgres))
            services.AddPostgresGrainStorage(null, GrainStorageNames);
        if (SiloOptions.Is(silo.FrameLog, Stores.AzureAppendBlob))
            services.AddAzureAppendBlobFrameLog();
    }

    private static void AddCommonParts(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.AddSingleton(EngineInfo.Built);
        services.AddMeasured<AuditInstruments>();
    }
}
