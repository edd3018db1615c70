namespace SessionShare.Bench;

/// <summary>What a measurement took, while it ran.</summary>
/// <param name="Server">CPU seconds of the server's process; null: it has none of its own.</param>
/// <param name="Sharer">CPU seconds of the sharer's process; null: the harness shares.</param>
/// <param name="Harness">CPU seconds of the harness: viewers, and what has no process of its own.</param>
/// <param name="ServerPeak">Most memory that the server had resident, bytes.</param>
/// <param name="SharerPeak">Most memory that the sharer had resident, bytes.</param>
/// <param name="Megabytes">Output meanwhile, 10^6 bytes, each counted once, however many viewers it went to; 0: none that would count.</param>
internal sealed record Cost(double? Server, double? Sharer, double Harness, long? ServerPeak, long? SharerPeak, double Megabytes)
{
    /// <summary>CPU seconds of server and sharer for 100 MB of output.</summary>
    public double? PerHundred => Megabytes == 0 ? null : ((Server ?? 0) + (Sharer ?? 0)) / Megabytes * 100;

    /// <summary>Of several runs together; the highest of their peaks.</summary>
    public static Cost Sum(IReadOnlyCollection<Cost> costs) => new(
        costs.All(cost => cost.Server is null) ? null : costs.Sum(cost => cost.Server),
        costs.All(cost => cost.Sharer is null) ? null : costs.Sum(cost => cost.Sharer),
        costs.Sum(cost => cost.Harness),
        costs.Max(cost => cost.ServerPeak),
        costs.Max(cost => cost.SharerPeak),
        costs.Sum(cost => cost.Megabytes));
}
