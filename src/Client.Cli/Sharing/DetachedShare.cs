using System.Text.Json;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;
using SessionShare.Cli.Homes;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>`share --detach`: shares in a process of its own, without a terminal, and comes back once the link is there.</summary>
/// <param name="words">The command line without `--detach`, up to `--`.</param>
/// <param name="shared">What followed `--`.</param>
internal sealed class DetachedShare(IReadOnlyList<string> words, IReadOnlyList<string> shared, bool json, bool qr, Surroundings surroundings)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <returns>0 once it is shared; else what the share exited with.</returns>
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        var log = NewLog();
        var process = ServerProcess.Start([.. Program(), .. words, "--json", .. shared.Count > 0 ? ["--", .. shared] : (string[])[]], surroundings.Variables, log, Environment.CurrentDirectory);
        var told = 0;
        while (true)
        {
            var ended = process.HasExited;
            foreach (var line in Lines(log).Skip(told))
            {
                told++;
                if (!line.StartsWith('{'))
                    surroundings.Error.WriteLine(line);
                else if (Take(JsonSerializer.Deserialize<Told>(line, JsonSerializerOptions.Web)!, process.Id, log) is { } code)
                    return code;
            }
            if (ended)
                throw new CliFailure(Reasons.Exit.Failed, $"The share ended before it had a link; {log} holds what it said.");
            await Task.Delay(LookAgain, surroundings.Time, cancellationToken);
        }
    }

    private int? Take(Told told, int process, string log)
    {
        if (told.Event == "failed")
            return told.ExitCode ?? Reasons.Exit.Failed;
        if (told.Event != "shared")
            return null;
        if (json)
        {
            surroundings.Output.WriteLine(JsonLine.Of(told with { Pid = process, Log = log }));
            return 0;
        }
        surroundings.Output.WriteLine(told.Link);
        foreach (var line in qr ? QrText.Of(told.Link!) : [])
            surroundings.Error.WriteLine(line);
        surroundings.Notes.WriteLine($"Shared by process {process}, which writes to {log}. sessionshare stop {told.Session} ends sharing; kill {process} ends the command, too.");
        return 0;
    }

    private string NewLog()
    {
        var folder = surroundings.Home.DetachedFolder;
        PrivateFile.CreateFolder(folder);
        var log = Path.Combine(folder, $"{surroundings.Time.GetUtcNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}.log");
        PrivateFile.Write(log, "");
        return log;
    }

    /// <summary>This program. As a .dll it runs on the runtime that runs us.</summary>
    private static string[] Program() => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet"
        ? [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "sessionshare.dll")]
        : [Environment.ProcessPath!];

    /// <summary>Whole lines: the last one may still be written.</summary>
    private static string[] Lines(string log)
    {
        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What of the lines for programs is of use here.</summary>
    private sealed record Told(string Event, string? Session = null, string? Link = null, int? ExitCode = null, int? Pid = null, string? Log = null);
}
