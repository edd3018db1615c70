using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using SessionShare.Client;

namespace SessionShare.Stories;

/// <summary>A gateway with its silo: the program itself, as a process, on loopback. Its faults are verbs.</summary>
internal sealed partial class TestServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _data = Directory.CreateTempSubdirectory("sessionshare-story-").FullName;
    private readonly string[] _settings;
    private readonly ConcurrentDictionary<string, Task<string>> _tokens = new();
    private Process? _process;

    private TestServer(string[] settings) => _settings = settings;

    /// <summary>Where it listens; the same again after a restart.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Starts a server with settings such as <c>Session:MaxBytes=1000</c>.</summary>
    public static async Task<TestServer> Start(params string[] settings)
    {
        var server = new TestServer(settings);
        await server.Start();
        return server;
    }

    /// <summary>Starts it again on the same port and data.</summary>
    public async Task Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "sessionshare-gateway.dll"));
        foreach (var argument in (string[])["--url", Url.GetLeftPart(UriPartial.Authority), "--data", _data, .. _settings.SelectMany(set => new[] { "--set", set })])
            start.ArgumentList.Add(argument);

        _process = Process.Start(start)!;
        var errors = _process.StandardError.ReadToEndAsync();
        var first = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (first is null || Address().Match(first) is not { Success: true } address)
            throw new InvalidOperationException($"The server did not start: {first} {await errors.WaitAsync(Patience)}");
        Url = new Uri(address.Value);
        _ = Drain(_process.StandardOutput);
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>kill -9, and started again on the same port and data.</summary>
    public async Task KillAndRestart()
    {
        await Kill();
        await Start();
    }

    /// <summary>A transport of a person's client.</summary>
    public ISessionTransport TransportOf(string? email) => new SignalRTransport(new SignalRTransportOptions
    {
        Token = async _ => email is null ? null : await TokenOf(email),
    });

    /// <summary>Bytes of the database files.</summary>
    public long StoredBytes => new DirectoryInfo(_data).GetFiles("sessionshare.db*").Sum(file => file.Length);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await Kill();
        Directory.Delete(_data, recursive: true);
    }

    private Task<string> TokenOf(string email) => _tokens.GetOrAdd(email, async key =>
    {
        using var api = new ServerApi(Url);
        return (await api.SignInLocally(key, null, CancellationToken.None)).Token;
    });

    private static async Task Drain(StreamReader output)
    {
        while (await output.ReadLineAsync() is not null)
        {
        }
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
