using SessionShare.Gateway.Leaving;
using SessionShare.Silo.Cluster;

namespace SessionShare.Gateway.Health;

/// <summary>Whether this gateway can serve.</summary>
internal static class Readiness
{
    /// <summary>What is missing, one sentence; null when nothing is.</summary>
    public static string? WhyNot(IServiceProvider services) =>
        services.GetRequiredService<Departures>().HaveBegun ? "The gateway is leaving."
        : services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested ? "The gateway is stopping."
        : !services.GetRequiredService<ClusterLink>().IsUp ? "No silo can be reached."
        : null;
}
