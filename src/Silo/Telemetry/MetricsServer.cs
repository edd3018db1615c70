using System.Net;
using SessionShare.Silo.Health;

namespace SessionShare.Silo.Telemetry;

/// <summary>The metrics page of a process that has no pages for operators else, at an address of its own.</summary>
public sealed class MetricsServer : IHostedService, IAsyncDisposable
{
    private readonly WebApplication _app;

    /// <param name="endpoint">Where it listens.</param>
    public MetricsServer(IPEndPoint endpoint, IConfiguration configuration, MetricsPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        _app = PageServer.Build(endpoint, configuration, page.Map);
    }

    /// <summary>Where it listens, with the port that it got.</summary>
    public string Address => _app.Urls.First();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
