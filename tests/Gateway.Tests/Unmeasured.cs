using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using SessionShare.Gateway.Telemetry;

namespace SessionShare.Gateway.Tests;

/// <summary>Instruments that nobody listens to.</summary>
internal static class Unmeasured
{
    public static readonly GatewayInstruments Gateway =
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
