namespace SessionShare.Silo.Telemetry;

/// <summary>
/// <c>GET /metrics</c> for Prometheus: everything that the process measures, since it began. It names sessions and organizations, so it is served where operators are, and not where people are.
/// </summary>
public sealed partial class MetricsPage : IDisposable
{
    /// <summary>Where it is.</summary>
    public const string Path = "/metrics";

    private readonly MetricRecorder _recorder;
    private readonly ILogger _logger;

    /// <summary>Begins to measure.</summary>
    public MetricsPage(IServiceProvider services, System.Diagnostics.Metrics.IMeterFactory meters, ILogger<MetricsPage> logger)
    {
        (_recorder, _logger) = (new MetricRecorder(meters), logger);
        _recorder.Start();
        services.MakeMeasured();
    }

    /// <summary>The page.</summary>
    public string Text
    {
        get
        {
            var text = "";
            try
            {
                _recorder.Read(all => text = PrometheusText.Of(all));
            }
            catch (AggregateException fault)
            {
                LogReadingFailed(fault);
                throw;
            }

            return text;
        }
    }

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapGet(Path, context =>
    {
        context.Response.ContentType = PrometheusText.ContentType;
        return context.Response.WriteAsync(Text, context.RequestAborted);
    });

    /// <inheritdoc/>
    public void Dispose() => _recorder.Dispose();

    [LoggerMessage(Level = LogLevel.Error, Message = "Something that is measured could not be read.")]
    private partial void LogReadingFailed(Exception fault);
}
