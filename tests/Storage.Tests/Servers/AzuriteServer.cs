using System.Security.Cryptography;

namespace SessionShare.Storage.Tests;

/// <summary>A real Azurite, Microsoft's emulator of Azure storage, in memory and on loopback. One serves the whole test run.</summary>
internal sealed class AzuriteServer
{
    private const string Account = "sessionshare";

    private static readonly Lazy<Task<AzuriteServer>> Started = new(Start);
    private static int _containers;

    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private AzuriteServer()
    {
    }

    /// <summary>The one of this test run.</summary>
    public static Task<AzuriteServer> Shared => Started.Value;

    public string ConnectionString(int? port = null) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={_key};BlobEndpoint=http://127.0.0.1:{port ?? Port}/{Account};";

    public int Port { get; private set; }

    /// <summary>Options that name containers of a test's own, not yet made.</summary>
    public AzureOptions NewContainers()
    {
        var number = Interlocked.Increment(ref _containers);
        return new AzureOptions
        {
            ConnectionString = ConnectionString(),
            FrameContainer = $"frames-{number}",
            GrainContainer = $"grains-{number}",
            // A busy machine is no fault.
            RequestTime = TimeSpan.FromMinutes(1),
        };
    }

    private static async Task<AzuriteServer> Start()
    {
        var azurite = Path.Combine(Folder(), "node_modules", "azurite", "dist", "src", "blob", "main.js");
        if (!File.Exists(azurite))
            throw new InvalidOperationException("Azurite is not installed; run 'npm ci' in tests/Storage.Tests/azurite.");

        var server = new AzuriteServer();
        var (_, line) = await ServerProcess.Start(
            ["env", $"AZURITE_ACCOUNTS={Account}:{server._key}", "node", azurite, "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence",
                "--skipApiVersionCheck", "--disableTelemetry", "--silent"],
            "successfully listens on http://127.0.0.1:");
        server.Port = int.Parse(line[(line.LastIndexOf(':') + 1)..].TrimEnd('/'));
        return server;
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SessionShare.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "Storage.Tests", "azurite");
    }
}
