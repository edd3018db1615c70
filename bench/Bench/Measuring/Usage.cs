using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SessionShare.Bench;

/// <summary>What a process uses, seen from outside, and what its heap holds, asked of the probe in it.</summary>
/// <param name="Resident">RSS, bytes.</param>
/// <param name="Heap">On the managed heap, bytes.</param>
/// <param name="Committed">Committed by the collector, bytes.</param>
/// <param name="Allocated">Allocated since the start, bytes.</param>
internal sealed record Usage(long Resident, long Heap, long Committed, long Allocated)
{
    public static Usage Of(Process process, string probe, bool collected)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(probe));
        socket.Send(collected ? "c"u8 : "n"u8);
        var answer = new byte[256];
        var numbers = Encoding.ASCII.GetString(answer, 0, socket.Receive(answer)).Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new Usage(ResidentOf(process.Id), numbers[0], numbers[1], numbers[2]);
    }

    public static long ResidentOf(int process)
    {
        foreach (var line in File.ReadLines($"/proc/{process}/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
                return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
        }

        return 0;
    }

    /// <summary>Processor time that a process has used.</summary>
    public static TimeSpan ProcessorOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    public override string ToString() => $"{Mega(Resident)} RSS, {Mega(Heap)} heap, {Mega(Committed)} committed";

    public static string Mega(long bytes) => $"{bytes / 1048576.0:0.0} MiB";

    /// <summary>Starts a program with the probe in it.</summary>
    public static void Probe(ProcessStartInfo start, string socket)
    {
        start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "SessionShare.Probe.dll");
        start.Environment["SESSIONSHARE_BENCH_PROBE"] = socket;
    }
}
