using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SessionShare.Bench;

/// <summary>The processes that this one started: none outlives an interrupted run.</summary>
internal static class Children
{
    public static IDisposable EndWithThis() => new Registrations(
        PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Kill()), PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Kill()));

    private static void Kill()
    {
        foreach (var id in Directory.GetDirectories("/proc/self/task").SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            try
            {
                using var child = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                child.Kill(entireProcessTree: true);
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It has ended by itself.
            }
        }
    }

    private sealed record Registrations(IDisposable One, IDisposable Other) : IDisposable
    {
        public void Dispose()
        {
            One.Dispose();
            Other.Dispose();
        }
    }
}
