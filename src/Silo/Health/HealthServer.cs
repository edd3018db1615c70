using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using SessionShare.Grains.Sessions;
using SessionShare.Silo.Starting;

namespace SessionShare.Silo.Health;

/// <summary>
/// The health pages of a silo of its own. Starts before everything else and stops after it, so that a silo that drains says that it is not ready
/// instead of saying nothing.
/// </summary>
internal sealed class HealthServer(IOptions<SiloOptions> options, IHostApplicationLifetime lifetime, LiveSessions sessions) : IHostedService, IAsyncDisposable
{
    private readonly WebApplication _app = Build(options.Value.HealthEndpoint(), () => WhyNot(lifetime, sessions), () => sessions.Count);

    /// <summary>Where it listens, with the port that it got.</summary>
    public string Address => _app.Urls.First();

    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string? WhyNot(IHostApplicationLifetime lifetime, LiveSessions sessions) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? $"The silo hands its sessions over and stops; {sessions.Count} are still here."
        : lifetime.ApplicationStarted.IsCancellationRequested ? null
        : "The silo has not joined its cluster yet.";

    private static WebApplication Build(IPEndPoint endpoint, Func<string?> whyNotReady, Func<int> sessions)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddPlainLog(builder.Configuration);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, LivesWithItsOwner>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.UseRouting();
        app.MapHealth(whyNotReady, sessions);
        return app;
    }

    /// <summary>Signals are the owner's.</summary>
    private sealed class LivesWithItsOwner : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
