using System.Diagnostics;
using System.Globalization;

namespace SessionShare.Bench;

/// <summary>Reads what processes use, from its start to its stop, from outside.</summary>
internal sealed class Meter
{
    private readonly int? _server;
    private readonly int? _sharer;
    private readonly (double? Server, double? Sharer, double Harness) _before;

    private Meter(int? server, int? sharer)
    {
        (_server, _sharer) = (server, sharer);
        ForgetPeak(server);
        ForgetPeak(sharer);
        _before = (Seconds(server), Seconds(sharer), Seconds(Environment.ProcessId)!.Value);
    }

    public static Meter Start(ITool tool, ISharing? sharing = null) => new(tool.Server, sharing?.Sharer);

    /// <param name="megabytes">Output since the start.</param>
    public Cost Stop(double megabytes = 0) => new(
        Seconds(_server) - _before.Server,
        Seconds(_sharer) - _before.Sharer,
        Seconds(Environment.ProcessId)!.Value - _before.Harness,
        Peak(_server),
        Peak(_sharer),
        megabytes);

    private static double? Seconds(int? process)
    {
        if (process is not { } id)
            return null;
        using var found = Process.GetProcessById(id);
        return found.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>The kernel counts the peak anew from here on.</summary>
    private static void ForgetPeak(int? process)
    {
        if (process is { } id)
            File.WriteAllText($"/proc/{id}/clear_refs", "5");
    }

    private static long? Peak(int? process) => process is not { } id ? null
        : long.Parse(File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
}
