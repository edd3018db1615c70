using Microsoft.AspNetCore.Server.Kestrel.Core;
using SessionShare.Gateway.Administering;
using SessionShare.Gateway.Api;
using SessionShare.Gateway.Audit;
using SessionShare.Gateway.Embedded;
using SessionShare.Gateway.Health;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.Leaving;
using SessionShare.Gateway.Rates;
using SessionShare.Gateway.SignIn;
using SessionShare.Gateway.Web;
using SessionShare.Silo;
using SessionShare.Silo.Health;
using SessionShare.Silo.Settings;
using SessionShare.Silo.Starting;
using SessionShare.Silo.Telemetry;

namespace SessionShare.Gateway.Starting;

/// <summary>What a gateway is made of, with its silo in the same process or with a cluster's silos elsewhere, in the order in which a request meets it.</summary>
internal static class GatewayHost
{
    /// <summary>Composes the server; nothing listens yet.</summary>
    /// <exception cref="SettingsException">Settings can't be used.</exception>
    /// <exception cref="StartException">Something that it needs is not there.</exception>
    public static WebApplication Build(Arguments arguments, Action<IServiceCollection>? change = null)
    {
        var builder = Begin(arguments);
        var (_, options, silo, signIn) = ReadSettings(builder, arguments);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTime);
        builder.AddGrains(silo, options.Data);
        builder.AddTelemetry(options);
        builder.Services.AddLeaving(silo);
        builder.Services.AddSignIn(DataFolder.Take(options.Data), signIn);
        builder.Services.AddHosts();
        builder.Services.AddRates();
        builder.Services.AddAudit();
        builder.Services.AddSingleton<AdminApi>();
        builder.Services.AddApi();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        change?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseProxies(options);
        app.UseMiddleware<FaultEdge>();
        app.UseSecurityHeaders();
        app.UseMiddleware<HostAndOriginCheck>();
        app.UseAuthentication(); // Takes browsers that come back from the provider; who asks finds out SignInCheck. The framework would put it first.
        app.UseRouting();
        app.UseRateLimiter();
        app.UseMiddleware<SignInCheck>();
        app.UseWebViewer();
        app.UseCompression(options);
        app.MapApi();
        app.MapAudit();
        app.MapAdmin();
        app.MapSignIn();
        app.MapHealth(() => Readiness.WhyNot(app.Services));
        app.MapSessionHubs();
        return app;
    }

    /// <summary>Every setting as it counts.</summary>
    /// <exception cref="SettingsException">Settings can't be used; all that is wrong is listed.</exception>
    public static IEnumerable<string> Check(Arguments arguments) => ReadSettings(Begin(arguments), arguments).Settings.Effective();

    /// <summary>Nothing is there that is not asked for here: no settings files of whatever folder the program was started in, no file watchers.</summary>
    private static WebApplicationBuilder Begin(Arguments arguments)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (arguments.IsEmbedded)
            builder.Configuration.AddInMemoryCollection(EmbeddedMode.Defaults);
        builder.Configuration.AddEnvironmentVariables().AddInMemoryCollection(arguments.Settings);
        builder.Logging.AddPlainLog(builder.Configuration);
        return builder;
    }

    private static (CheckedSettings Settings, GatewayOptions Gateway, SiloOptions Silo, SignInOptions SignIn) ReadSettings(WebApplicationBuilder builder, Arguments arguments)
    {
        var settings = new CheckedSettings(builder.Services, builder.Configuration);
        var options = settings.Add<GatewayOptions>(GatewayOptions.Section, found => found.Faults());
        builder.Services.AddEmbedded(settings);
        var silo = settings.AddGatewaySettings();
        builder.Services.AddSessionGateway(settings);
        var signIn = settings.AddSignInSettings();
        settings.Check(arguments.Settings.Keys);
        return (settings, options, silo, signIn);
    }

    /// <summary>With a cluster the grains are its silos'; without, this process holds the one silo.</summary>
    private static void AddGrains(this WebApplicationBuilder builder, SiloOptions silo, string data)
    {
        if (silo.InCluster())
            builder.AddClusterClient(silo);
        else
            builder.AddLoneSilo(silo, data);
    }

    private static void AddTelemetry(this WebApplicationBuilder builder, GatewayOptions options)
    {
        builder.AddHostedTelemetry("sessionshare-gateway");
        if (options.MetricsUrl is null)
            return;
        builder.Services.AddSingleton(services => new MetricsServer(ServerUrl.EndpointOf(options.MetricsUrl)!, builder.Configuration, services.GetRequiredService<MetricsPage>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<MetricsServer>());
    }

    private static void Listen(KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        kestrel.Listen(options.Endpoint(), endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            if (options.SpeaksTls())
                endpoint.UseHttps(kestrel.ApplicationServices.GetRequiredService<OwnCertificate>().Handshake());
        });
    }
}
