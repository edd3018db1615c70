using System.Diagnostics;
using SessionShare.Terminal;

namespace SessionShare.Bench;

/// <summary>Coloured output of ordinary programs.</summary>
internal static class ColouredText
{
    public static async Task<byte[]> Of(int bytes)
    {
        var all = new MemoryStream();
        foreach (var command in (string[])["git log -p --color=always", "ls -lR --color=always /usr"])
            await Take(all, command, bytes / 2);
        // Again from the beginning where the machine has not so much: far behind any window.
        var once = all.ToArray();
        while (all.Length < bytes && once.Length > 0)
            all.Write(once.AsSpan(0, (int)Math.Min(once.Length, bytes - all.Length)));
        return all.ToArray();
    }

    public static List<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> text)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (text.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            lines.Add(text[..(end + 1)]);
            text = text[(end + 1)..];
        }

        return lines;
    }

    public static List<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> text, int size) =>
        [.. Enumerable.Range(0, text.Length / size).Select(number => text.Slice(number * size, size))];

    /// <summary>What the screen shows behind so many bytes, again and again.</summary>
    public static List<ReadOnlyMemory<byte>> Keyframes(ReadOnlyMemory<byte> text, int every)
    {
        var screen = new Screen(80, 24);
        var keyframes = new List<ReadOnlyMemory<byte>>();
        foreach (var piece in Pieces(text, every))
        {
            // A terminal has made a line end of each line feed.
            foreach (var line in Lines(piece))
            {
                screen.Write(line.Span);
                screen.Write("\r"u8);
            }

            keyframes.Add(KeyframeWriter.Write(screen));
        }

        return keyframes;
    }

    private static async Task Take(MemoryStream all, string command, int most)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"{command} 2>/dev/null | head -c {most}"]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.BaseStream.CopyToAsync(all);
        await process.WaitForExitAsync();
    }
}
