#if OPENTELEMETRY_HOSTING
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
#endif

namespace SessionShare.Silo;

/// <summary>
/// Orleans' own meters and spans, sent by OTLP to where the usual variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> points; without it nothing is measured. The package
/// is part of the build on published Orleans packages only: see eng/Orleans.Packages.props.
/// </summary>
public static class HostedTelemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="program">The service's name in what is sent.</param>
    public static void AddHostedTelemetry(this IHostApplicationBuilder builder, string program)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (string.IsNullOrEmpty(builder.Configuration[Endpoint]))
            return;

#if OPENTELEMETRY_HOSTING
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(program, serviceVersion: Product.Version))
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.Orleans").AddOtlpExporter())
            .WithTracing(traces => traces.AddSource("Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application").AddOtlpExporter());
#else
        throw new Starting.StartException($"{Endpoint} is set, and this build of {program} has no telemetry ({EngineInfo.Built.Text}). Unset it, or build with Orleans' published packages.");
#endif
    }
}
