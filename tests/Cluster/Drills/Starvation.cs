using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SessionShare.Cluster;

/// <summary>Takes the processor from a silo, as cpulimit does: it is stopped for 980 of every 1,000 ms. Ends when disposed.</summary>
internal sealed partial class Starvation : IDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;

    private readonly int _process;
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _thread;

    /// <param name="port">The silo's port, by which its process is known.</param>
    public Starvation(int port)
    {
        _process = Process.GetProcesses().Where(process => process.ProcessName is "dotnet" or "silo").Select(process => process.Id).Single(id => CommandLine(id).Contains($"Silo:SiloPort={port}"));
        _thread = new Thread(Starve);
        _thread.Start();
    }

    public void Dispose()
    {
        _over.Set();
        _thread.Join();
        _over.Dispose();
    }

    private void Starve()
    {
        do
        {
            _ = Signal(_process, Stop);
            _over.Wait(980);
            _ = Signal(_process, Continue);
        }
        while (!_over.Wait(20));
    }

    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return ""; // It has ended.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
