using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace SessionShare.Bench;

/// <summary>
/// The kernel's own network emulator, where this machine has it: the harness then runs in a network namespace of its own, in which what goes to or comes from <see cref="Far"/> is
/// late and gets lost. Packets there are those of an Ethernet, not of a loopback.
/// </summary>
internal static class Netem
{
    private const string Inside = "SESSIONSHARE_BENCH_NETEM";

    private static readonly IPAddress Far = IPAddress.Parse("127.0.1.1");

    /// <summary>This process is in such a namespace.</summary>
    public static bool IsHere => Environment.GetEnvironmentVariable(Inside) is not null;

    /// <summary>What makes the distance, for the table.</summary>
    public static string Text => IsHere ? "netem in a network namespace" : "an emulation at the level of the stream, in a proxy (no netem here)";

    /// <summary>Runs this very command in a namespace with netem; null where that cannot be, or is so already.</summary>
    public static async Task<int?> RunInside(string[] args)
    {
        if (IsHere || !await Works())
            return null;
        var start = new ProcessStartInfo("unshare", ["-rn", "sh", "-c", "ip link set lo mtu 1500 up && exec \"$@\"", "sh", Environment.ProcessPath!, .. args]);
        start.Environment[Inside] = "1";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>A network so far away.</summary>
    public static async Task<Network> Open(Distance distance)
    {
        if (!IsHere)
            return new Network(distance);

        var milliseconds = (distance.RoundTrip / 2).TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        await Tc("qdisc replace dev lo root handle 1: prio bands 4 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
        var rate = distance.MegabitsPerSecond is { } megabits ? $" rate {megabits}mbit" : "";
        await Tc($"qdisc replace dev lo parent 1:4 handle 40: netem limit 100000 delay {milliseconds}ms loss {(distance.Loss * 100).ToString(CultureInfo.InvariantCulture)}%{rate}");
        foreach (var end in (string[])["dst", "src"])
            await Tc($"filter replace dev lo parent 1: protocol ip prio 1 u32 match ip {end} {Far}/32 flowid 1:4");
        return new Network(null, Far);
    }

    private static async Task<bool> Works()
    {
        try
        {
            using var tried = Process.Start(new ProcessStartInfo("unshare", ["-rn", "sh", "-c", "ip link set lo up && tc qdisc add dev lo root netem delay 1ms"]) { RedirectStandardError = true })!;
            await tried.StandardError.ReadToEndAsync();
            await tried.WaitForExitAsync();
            return tried.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task Tc(string words)
    {
        using var process = Process.Start("tc", words.Split(' '));
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"tc {words} ended with {process.ExitCode}.");
    }
}
