using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>What a shell script waits at until it is opened: a FIFO, so that nobody looks at a clock.</summary>
internal sealed class Gate
{
    private readonly string _path;

    public Gate(string folder)
    {
        _path = Path.Combine(folder, $"gate-{Guid.NewGuid():n}");
        using var made = Process.Start("mkfifo", [_path]);
        made.WaitForExit();
        if (made.ExitCode != 0)
            throw new InvalidOperationException($"mkfifo {_path} ended with {made.ExitCode}.");
    }

    /// <summary>The line of the script.</summary>
    public string Wait => $"cat {_path} >/dev/null";

    public void Open() => File.OpenWrite(_path).Dispose();
}
