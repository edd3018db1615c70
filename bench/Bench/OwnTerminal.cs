using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>What sharing costs the sharer's own terminal: the same output through <c>script</c>, and through <c>script</c> around a share.</summary>
internal static class OwnTerminal
{
    public static async Task<IReadOnlyList<string>> Measure(Server server, Arguments arguments)
    {
        var file = Bulk.TextFile(server, arguments);
        var share = server.Command("share", "--yes", "--", "cat", file);
        var (plain, shared) = (new List<double>(), new List<double>());
        for (var run = 0; run < arguments.Runs; run++)
        {
            plain.Add(arguments.Megabytes / await Seconds(server, $"cat {file}"));
            shared.Add(arguments.Megabytes / await Seconds(server, $"{share.FileName} {string.Join(' ', share.ArgumentList)}"));
        }

        return
        [
            Figures.Row($"{arguments.Megabytes} MB in a terminal, not shared (`script -qc`)", plain, "MB/s"),
            Figures.Row($"{arguments.Megabytes} MB in the sharer's own terminal, start and end of sharing included", shared, "MB/s"),
        ];
    }

    private static async Task<double> Seconds(Server server, string command)
    {
        var start = new ProcessStartInfo("script") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var word in (string[])["-qc", command, "/dev/null"])
            start.ArgumentList.Add(word);
        foreach (var (name, value) in server.Command().Environment)
            start.Environment[name] = value;

        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        await process.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
