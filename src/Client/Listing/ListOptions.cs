namespace SessionShare.Client;

/// <summary>Where and how a person's sessions are followed.</summary>
public sealed class ListOptions
{
    /// <summary>Gateways of one cluster, at least one; tried in turn.</summary>
    public required IReadOnlyList<Uri> Servers { get; init; }

    /// <summary>How long one attempt to connect may take before the next address is tried. Default 10 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to try to connect again before giving up. Default: without end.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.MaxValue;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Spreads reconnects.</summary>
    public Random Random { get; init; } = new();
}
