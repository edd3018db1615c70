using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>A command that writes much, to raw viewers, from its start until the last of them has ended; every byte is compared.</summary>
internal static class Bulk
{
    public static async Task<string> Measure(Server server, Arguments arguments, int viewers)
    {
        var file = TextFile(server, arguments);
        var figures = new List<double>();
        for (var run = 0; run < arguments.Runs; run++)
        {
            var go = Path.Combine(server.Folder, $"go-{viewers}-{run}");
            await using var shared = await SharedCommand.Start(
                server, "--link", "view", "--", "sh", "-c", $"stty -opost; until [ -e {go} ]; do sleep 0.05; done; cat {file}");
            var joined = Enumerable.Range(0, viewers).Select(_ => Process.Start(server.Command("join", shared.Link.ToString(), "--raw"))!).ToList();
            var copies = joined.Select(process => Read(process.StandardOutput.BaseStream)).ToList();
            await Task.Delay(1500 + (viewers * 300));

            var begun = Stopwatch.GetTimestamp();
            await File.WriteAllTextAsync(go, "");
            var hashes = await Task.WhenAll(copies);
            figures.Add(arguments.Megabytes / Stopwatch.GetElapsedTime(begun).TotalSeconds);
            await shared.Ended();
            var expected = await Read(File.OpenRead(file));
            if (hashes.Any(hash => hash != expected))
                throw new InvalidOperationException($"A viewer's bytes differ: expected {expected}; got {string.Join(", ", hashes.Distinct())}.");
        }

        return Figures.Row($"{arguments.Megabytes} MB to {viewers} raw viewer{(viewers == 1 ? "" : "s")}, all bytes equal", figures, "MB/s");
    }

    /// <summary>Random-looking text, written once.</summary>
    public static string TextFile(Server server, Arguments arguments)
    {
        var path = Path.Combine(server.Folder, "text");
        if (File.Exists(path))
            return path;

        var random = new Random(1);
        using var file = File.Create(path);
        var line = new byte[100];
        for (var i = 0; i < arguments.Megabytes * 10_000; i++)
        {
            for (var at = 0; at < 99; at++)
                line[at] = (byte)random.Next(33, 127);
            line[99] = (byte)'\n';
            file.Write(line);
        }

        return path;
    }

    private static async Task<string> Read(Stream stream)
    {
        using var _ = stream;
        var hash = await System.Security.Cryptography.SHA256.HashDataAsync(stream);
        return Convert.ToHexString(hash)[..16];
    }
}
