using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>What sharing costs the sharer's own terminal: the same output through <c>script</c>, and through <c>script</c> around a share.</summary>
internal static class OwnTerminal
{
    public static async Task Measure(Arguments arguments, Report report)
    {
        await using var server = await Server.Start(arguments);
        var file = Bulk.TextFile(server.Folder, arguments.Megabytes);
        var share = server.Command("share", "--yes", "--", "cat", file);
        var (plain, shared) = (new List<double>(), new List<double>());
        for (var run = 0; run < arguments.Runs; run++)
        {
            plain.Add(arguments.Megabytes / await Seconds(server, $"cat {file}"));
            shared.Add(arguments.Megabytes / await Seconds(server, $"{share.FileName} {string.Join(' ', share.ArgumentList)}"));
        }

        report.Add(new Row($"{arguments.Megabytes} MB in a terminal, not shared (`script -qc`)", "script", "MB/s") { Figures = Summary.Of(plain) });
        report.Add(new Row($"{arguments.Megabytes} MB in the sharer's own terminal, start and end of sharing included", Tools.Own, "MB/s") { Figures = Summary.Of(shared) });
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
