#if OPENTELEMETRY_HOSTING
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SessionShare.Grains.Telemetry;
#endif
using SessionShare.Silo.Starting;

namespace SessionShare.Silo.Telemetry;

/// <summary>
/// What a process measures and traces. The metrics page is there on every build; meters and spans go by OTLP to where the usual variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> points, which asks for a package
/// that is part of the build on published Orleans packages only: see eng/Orleans.Packages.props.
/// </summary>
public static class HostedTelemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="program">The service's name in what is sent.</param>
    public static void AddHostedTelemetry(this IHostApplicationBuilder builder, string program)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<MetricsPage>();
        if (PlainLog.IsJson(builder.Configuration))
            builder.Services.AddHostedService<TracedLog>();
        if (string.IsNullOrEmpty(builder.Configuration[Endpoint]))
            return;

#if OPENTELEMETRY_HOSTING
        builder.Services.AddHostedService<Made>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(program, serviceVersion: Product.Version))
            .WithMetrics(metrics => metrics.AddMeter("SessionShare.*", "Microsoft.Orleans", "Microsoft.AspNetCore.*", "System.Runtime", "Npgsql").AddOtlpExporter())
            .WithTracing(traces => traces.AddSource(Tracing.SourceName, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application").AddOtlpExporter());
#else
        throw new StartException($"{Endpoint} is set, and this build of {program} has no telemetry by OTLP ({EngineInfo.Built.Text}). Unset it, or build with Orleans' published packages.");
#endif
    }

#if OPENTELEMETRY_HOSTING
    /// <summary>Makes the instruments, for who reads them from elsewhere.</summary>
    private sealed class Made(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.MakeMeasured();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
#endif
}
