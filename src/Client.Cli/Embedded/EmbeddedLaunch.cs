using SessionShare.Cli.Servers;

namespace SessionShare.Cli.Embedded;

/// <summary>How an embedded server is started.</summary>
internal sealed class EmbeddedLaunch(EmbeddedFiles files, IReadOnlyList<string> program, IReadOnlyDictionary<string, string> variables)
{
    /// <summary>A log beyond this is put aside at the next start, in place of the one put aside before.</summary>
    private const long LogBytes = 1 << 20;

    /// <param name="address">Where it is to listen; null: on a free port of this machine.</param>
    public ServerProcess Start(Uri? address)
    {
        PrepareLog();
        return ServerProcess.Start([.. program, .. Arguments(address)], Environment(), files.Log, files.Folder);
    }

    internal IReadOnlyList<string> Arguments(Uri? address) =>
    [
        "--data", files.Data,
        "--embedded", files.State,
        "--in-use", files.InUse,
        .. address is null ? (string[])[] : ["--url", address.AbsoluteUri.TrimEnd('/')],
        // What it writes while it runs stays small.
        "--set", "Logging:LogLevel:Default=Warning",
    ];

    internal Dictionary<string, string> Environment()
    {
        var environment = variables.Where(variable => variable.Key != Credentials.Variable).ToDictionary();
        // Somebody waits for its start; profiling itself while it starts costs more than a server for one laptop gets back.
        environment.TryAdd("DOTNET_TieredPGO", "0");
        return environment;
    }

    private void PrepareLog()
    {
        if (File.Exists(files.Log) && new FileInfo(files.Log).Length > LogBytes)
            File.Move(files.Log, files.Log + ".old", overwrite: true);
        using var log = File.Open(files.Log, FileMode.Append);
    }
}
