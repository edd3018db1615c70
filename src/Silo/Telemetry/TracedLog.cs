using System.Diagnostics;
using SessionShare.Grains.Telemetry;

namespace SessionShare.Silo.Telemetry;

/// <summary>A log that programs read carries trace ids, also where nobody collects spans: they are made all the same.</summary>
internal sealed class TracedLog : IHostedService, IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == Tracing.SourceName || source.Name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal),
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ActivitySource.AddActivityListener(_listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
