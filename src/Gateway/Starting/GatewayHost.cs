using Microsoft.AspNetCore.Server.Kestrel.Core;
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

namespace SessionShare.Gateway.Starting;

/// <summary>What a gateway is made of, with its silo in the same process or with a cluster's silos elsewhere, in the order in which a request meets it.</summary>
internal static class GatewayHost
{
    /// <summary>Composes the server; nothing listens yet.</summary>
    /// <exception cref="SettingsException">Settings can't be used.</exception>
    /// <exception cref="StartException">Something that it needs is not there.</exception>
    public static WebApplication Build(Arguments arguments, Action<IServiceCollection>? change = null)
    {
        // Nothing is there that is not asked for here: no settings files of whatever folder the program was started in, no file watchers.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (arguments.IsEmbedded)
            builder.Configuration.AddInMemoryCollection(EmbeddedMode.Defaults);
        builder.Configuration.AddEnvironmentVariables().AddInMemoryCollection(arguments.Settings);
        builder.Logging.AddPlainLog(builder.Configuration);

        var settings = new CheckedSettings(builder.Services, builder.Configuration);
        var options = settings.Add<GatewayOptions>(GatewayOptions.Section, found => found.Faults());
        builder.Services.AddEmbedded(settings);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTime);
        var silo = settings.AddGatewaySettings();
        builder.Services.AddSessionGateway(settings);
        var signIn = settings.AddSignInSettings();
        settings.Check(arguments.Settings.Keys);

        builder.AddGrains(silo, options.Data);
        builder.Services.AddLeaving(silo);
        builder.Services.AddSignIn(DataFolder.Take(options.Data), signIn);
        builder.Services.AddHosts();
        builder.Services.AddRates();
        builder.Services.AddAudit();
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
        app.MapApi();
        app.MapAudit();
        app.MapSignIn();
        app.MapHealth(() => Readiness.WhyNot(app.Services));
        app.MapSessionHubs();
        return app;
    }

    /// <summary>With a cluster the grains are its silos'; without, this process holds the one silo.</summary>
    private static void AddGrains(this WebApplicationBuilder builder, SiloOptions silo, string data)
    {
        if (silo.InCluster())
            builder.AddClusterClient(silo);
        else
            builder.AddLoneSilo(silo, data);
        builder.AddHostedTelemetry("sessionshare-gateway");
    }

    private static void Listen(KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        kestrel.Listen(options.Endpoint(), endpoint => endpoint.Protocols = HttpProtocols.Http1);
    }
}
