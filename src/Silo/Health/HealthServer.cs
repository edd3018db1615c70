using Microsoft.Extensions.Options;
using SessionShare.Grains.Sessions;
using SessionShare.Silo.Telemetry;

namespace SessionShare.Silo.Health;

/// <summary>
/// The health pages of a silo of its own, and its metrics. Starts before everything else and stops after it, so that a silo that drains says that it is not ready
/// instead of saying nothing.
/// </summary>
internal sealed class HealthServer(
    IOptions<SiloOptions> options, IConfiguration configuration, IHostApplicationLifetime lifetime, LiveSessions sessions, MetricsPage metrics) : IHostedService, IAsyncDisposable
{
    private readonly WebApplication _app = PageServer.Build(options.Value.HealthEndpoint(), configuration, app =>
    {
        app.MapHealth(() => WhyNot(lifetime, sessions), () => sessions.Count);
        metrics.Map(app);
    });

    /// <summary>Where it listens, with the port that it got.</summary>
    public string Address => _app.Urls.First();

    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string? WhyNot(IHostApplicationLifetime lifetime, LiveSessions sessions) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? $"The silo hands its sessions over and stops; {sessions.Count} are still here."
        : lifetime.ApplicationStarted.IsCancellationRequested ? null
        : "The silo has not joined its cluster yet.";
}
