using System.Text;

namespace SessionShare.Cli.Embedded;

/// <summary>What a log has got since then.</summary>
internal sealed class LogTail(string path)
{
    /// <summary>What of it is shown.</summary>
    private const int Length = 600;

    private readonly long _start = File.Exists(path) ? new FileInfo(path).Length : 0;

    public string Read()
    {
        using var log = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // A log that was put aside meanwhile starts anew.
        log.Position = _start <= log.Length ? _start : 0;
        using var reader = new StreamReader(log, Encoding.UTF8);
        var text = reader.ReadToEnd().Trim();
        return text.Length == 0 ? "it said nothing." : text.Length <= Length ? text : text[..Length] + "…";
    }
}
