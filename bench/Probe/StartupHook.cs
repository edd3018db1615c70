using System.Net.Sockets;
using System.Text;

/// <summary>
/// Loaded into a measured program by <c>DOTNET_STARTUP_HOOKS</c>: who connects to the socket that <c>SESSIONSHARE_BENCH_PROBE</c> names and writes a byte is answered, after a
/// full collection where the byte is <c>c</c>: bytes on the managed heap, committed by the collector, allocated since the start.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("SESSIONSHARE_BENCH_PROBE") is { } path)
            new Thread(() => Answer(path)) { IsBackground = true, Name = "probe" }.Start();
    }

    private static void Answer(string path)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        while (true)
        {
            using var asked = listener.Accept();
            var question = new byte[1];
            if (asked.Receive(question) == 1 && question[0] == 'c')
                Collect();
            asked.Send(Encoding.ASCII.GetBytes($"{GC.GetTotalMemory(false)} {GC.GetGCMemoryInfo().TotalCommittedBytes} {GC.GetTotalAllocatedBytes()}"));
        }
    }

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }
}
