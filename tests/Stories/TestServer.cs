using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

/// <summary>A gateway with its silo: the program itself, as a process, on loopback. Its faults are verbs.</summary>
internal sealed partial class TestServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _data = Directory.CreateTempSubdirectory("sessionshare-story-").FullName;
    private readonly TestStore _store;
    private readonly bool _ownsStore;
    private readonly string[] _settings;
    private readonly ConcurrentDictionary<string, Task<string>> _tokens = new();
    private Process? _process;

    private TestServer(TestStore store, bool ownsStore, string[] settings) => (_store, _ownsStore, _settings) = (store, ownsStore, settings);

    /// <summary>Folder of the program: that of the tests, or one that was published, which starts sooner.</summary>
    public static string Programs { get; set; } = Environment.GetEnvironmentVariable("SESSIONSHARE_PROGRAMS") ?? AppContext.BaseDirectory;

    /// <summary>Where it listens; the same again after a restart.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1:0");

    public int ProcessId => _process!.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>File of the embedded database.</summary>
    public string Database => Path.Combine(_data, "sessionshare.db");

    /// <summary>What it logged.</summary>
    public Seen<string> Log { get; } = new();

    /// <summary>Starts a server with settings such as <c>Session:MaxBytes=1000</c>.</summary>
    public static Task<TestServer> Start(params string[] settings) => Start(new SqliteTestStore(), settings);

    /// <summary>Starts a server on that store.</summary>
    public static async Task<TestServer> Start(TestStore store, params string[] settings)
    {
        var server = new TestServer(store, true, settings);
        await server.Start();
        return server;
    }

    /// <summary>Another server program on the same store. Neither knows of the other: a session that is asked for at both is activated twice.</summary>
    public async Task<TestServer> StartBeside()
    {
        var other = new TestServer(_store, false, _settings);
        await other.Start();
        return other;
    }

    /// <summary>Starts it again on the same port and data.</summary>
    public async Task Start()
    {
        // The limit on files that stands for a full disk would send a signal, too.
        var published = Path.Combine(Programs, "sessionshare-gateway");
        var isPublished = Programs != AppContext.BaseDirectory && File.Exists(published);
        string[] program = ["--ignore-signal=XFSZ", .. isPublished ? [published] : new[] { "dotnet", "exec", published + ".dll" }];
        var settings = _store.Settings.Concat(_settings).SelectMany(set => new[] { "--set", set });
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[.. program, "--url", Url.GetLeftPart(UriPartial.Authority), "--data", _data, .. settings])
            start.ArgumentList.Add(argument);

        _process = Process.Start(start)!;
        var log = Read(_process.StandardError);
        var first = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (first is null || Address().Match(first) is not { Success: true } address)
        {
            await log.WaitAsync(Patience);
            throw new InvalidOperationException($"The server did not start: {first} {string.Join(Environment.NewLine, Log.All)}");
        }

        Url = new Uri(address.Value);
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

    /// <summary>Whatever is asked of storage stays unanswered, until <see cref="StorageAnswers"/>.</summary>
    public void StorageStandsStill() => _store.StandStill(this);

    /// <summary>Writes to storage fail, until <see cref="StorageAnswers"/>.</summary>
    public void StorageFails() => _store.Fail(this);

    public Task StorageAnswers() => _store.Answer(this);

    /// <summary>A person changes a rule of a session.</summary>
    public async Task ChangeAccess(string email, SessionId session, AccessChange change)
    {
        var token = await TokenOf(email);
        using var api = new ServerApi(Url, _ => ValueTask.FromResult<string?>(token));
        await api.ChangeAccess(session, change, CancellationToken.None);
    }

    /// <summary>A transport of a person's client.</summary>
    public SignalRTransport TransportOf(string? email) => new SignalRTransport(new SignalRTransportOptions
    {
        Token = async _ => email is null ? null : await TokenOf(email),
    });

    /// <summary>Bytes of the database files.</summary>
    public long StoredBytes => new DirectoryInfo(_data).GetFiles("sessionshare.db*").Sum(file => file.Length);

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            await Kill();
        if (_ownsStore)
            _store.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private Task<string> TokenOf(string email) => _tokens.GetOrAdd(email, async key =>
    {
        using var api = new ServerApi(Url);
        return (await api.SignInLocally(key, null, CancellationToken.None)).Token;
    });

    private async Task Read(StreamReader log)
    {
        while (await log.ReadLineAsync() is { } line)
            Log.Add(line);
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
