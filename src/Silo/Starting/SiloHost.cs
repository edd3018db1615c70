using Microsoft.Extensions.Options;
using SessionShare.Silo.Health;
using SessionShare.Silo.Settings;
using SessionShare.Silo.Telemetry;
using SessionOptions = SessionShare.Grains.Sessions.SessionOptions;

namespace SessionShare.Silo.Starting;

/// <summary>A silo of its own: its parts, in the order in which they start.</summary>
internal static class SiloHost
{
    /// <summary>Composes the silo; nothing listens yet.</summary>
    /// <exception cref="SettingsException">Settings can't be used; all that is wrong is listed.</exception>
    /// <exception cref="StartException">Something that it needs is not there.</exception>
    public static IHost Build(SiloArguments arguments)
    {
        var builder = Begin(arguments);
        builder.Logging.AddPlainLog(builder.Configuration);

        var silo = ReadSettings(builder, arguments);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = silo.StopTime);
        builder.Services.AddSingleton<HealthServer>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<HealthServer>());
        var needsFolder = SiloOptions.Is(silo.GrainStorage, Stores.Sqlite) || SiloOptions.Is(silo.FrameLog, Stores.Sqlite);
        if (needsFolder)
        {
            var folder = DataFolder.Take(silo.Data);
            builder.Services.AddSingleton(_ => folder);
        }

        builder.AddClusterSilo(silo, silo.Data);
        builder.AddHostedTelemetry("sessionshare-silo");
        return builder.Build();
    }

    /// <summary>What the program says once it serves: product, version, engine, where it is.</summary>
    public static string FirstLine(IServiceProvider services)
    {
        var silo = services.GetRequiredService<IOptions<SiloOptions>>().Value;
        return $"{Product.Line} silo {silo.SiloEndpoint()}, gateways at {silo.GatewayEndpoint()}, health {services.GetRequiredService<HealthServer>().Address}";
    }

    /// <summary>Every setting as it counts.</summary>
    /// <exception cref="SettingsException">Settings can't be used; all that is wrong is listed.</exception>
    public static IEnumerable<string> Check(SiloArguments arguments)
    {
        var builder = Begin(arguments);
        builder.Logging.AddPlainLog(builder.Configuration);
        ReadSettings(builder, arguments, out var settings);
        return settings.Effective();
    }

    /// <summary>Everything that is wrong with the settings, as of a start.</summary>
    internal static SiloOptions ReadSettings(IHostApplicationBuilder builder, SiloArguments arguments) => ReadSettings(builder, arguments, out _);

    /// <summary>No settings files of whatever folder the program was started in: settings come from the command line and the environment.</summary>
    private static HostApplicationBuilder Begin(SiloArguments arguments)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables().AddInMemoryCollection(arguments.Settings);
        return builder;
    }

    private static SiloOptions ReadSettings(IHostApplicationBuilder builder, SiloArguments arguments, out CheckedSettings settings)
    {
        settings = new CheckedSettings(builder.Services, builder.Configuration);
        var silo = settings.Add<SiloOptions>(SiloOptions.Section, options => options.Faults(holdsSilo: true).Concat(options.AloneFault()));
        var session = settings.Add<SessionOptions>(SessionOptions.Section, options => options.Faults());
        settings.Add<Grains.Quota.QuotaOptions>(Grains.Quota.QuotaOptions.Section, options => options.Faults());
        settings.Add<Grains.Quota.PlanOptions>(Grains.Quota.PlanOptions.Section, options => options.Faults());
        settings.Add<Grains.Quota.SupportOptions>(Grains.Quota.SupportOptions.Section, options => options.Faults());
        settings.Add<Grains.Sessions.PolicyOptions>(Grains.Sessions.PolicyOptions.Section, options => options.Faults());
        settings.Add<Grains.Audit.AuditOptions>(Grains.Audit.AuditOptions.Section, options => options.Faults());
        settings.AddStoreSettings(silo);
        settings.Require(session.HandOverTime < silo.StopTime || silo.StopTime <= TimeSpan.Zero, $"{SiloOptions.Section}:{nameof(SiloOptions.StopTime)} is {silo.StopTime}; it must be longer than {SessionOptions.Section}:{nameof(SessionOptions.HandOverTime)}, which is {session.HandOverTime}.");
        settings.Check(arguments.Settings.Keys);
        return silo;
    }
}
