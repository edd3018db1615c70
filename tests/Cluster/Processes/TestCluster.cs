using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SessionShare.Client;
using SessionShare.Storage.Tests;

namespace SessionShare.Cluster;

/// <summary>Silos and gateways as processes of their own on one PostgreSQL, all on loopback; they end with this program however it ends.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessionshare-cluster-");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly List<Member> _silos = [];
    private readonly List<Member> _gateways = [];
    private readonly PostgresServer _postgres;
    private readonly string _database;
    private string? _token;

    private TestCluster(PostgresServer postgres, string database) => (_postgres, _database) = (postgres, database);

    public IReadOnlyList<Member> Silos => _silos;

    public IReadOnlyList<Member> Gateways => _gateways;

    public static async Task<TestCluster> Start(int silos, int gateways)
    {
        var postgres = await PostgresServer.Start();
        var name = "cluster";
        var cluster = new TestCluster(postgres, await postgres.Empty(name));
        File.WriteAllText(cluster.KeyFile, $"sessionshare-local-issuer 1\n{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(cluster.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        ServerProcess.Run(["env", $"Postgres__ConnectionString={cluster._database}", .. Program("silo"), "migrate", .. Set(SiloSettings)]);
        await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => cluster.AddSilo()));
        await Task.WhenAll(Enumerable.Range(0, gateways).Select(_ => cluster.AddGateway()));
        return cluster;
    }

    /// <summary>A silo more.</summary>
    public async Task<Member> AddSilo()
    {
        var (silo, gateway, health) = (FreePort(), FreePort(), FreePort());
        var member = new Member(
            $"silo {silo}",
            new Uri($"http://127.0.0.1:{health}/"),
            silo,
            Command("silo", [.. SiloSettings, $"Silo:SiloPort={silo}", $"Silo:GatewayPort={gateway}", $"Silo:HealthUrl=http://127.0.0.1:{health}"]));
        lock (_silos)
            _silos.Add(member);
        await Start(member);
        return member;
    }

    /// <summary>A gateway more.</summary>
    public async Task<Member> AddGateway()
    {
        var port = FreePort();
        var member = new Member(
            $"gateway {port}",
            new Uri($"http://127.0.0.1:{port}/"),
            port,
            Command("sessionshare-gateway", ["Silo:Clustering=Postgres", $"Gateway:Url=http://127.0.0.1:{port}", $"Gateway:Data={_folder.FullName}/{port}", $"Gateway:KeyFile={KeyFile}"]));
        lock (_gateways)
            _gateways.Add(member);
        await Start(member);
        return member;
    }

    /// <summary>Starts a member that is down, and waits until it is ready.</summary>
    public async Task Start(Member member)
    {
        (member.Process, _) = await ServerProcess.Start(member.Command, "SessionShare ");
        await Until(async () => await IsReady(member), $"{member.Name} is ready");
    }

    public async Task<bool> IsReady(Member member)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(member.Address, "health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Sessions that live on a silo.</summary>
    public async Task<int> SessionsOn(Member silo) =>
        (int)(await _http.GetFromJsonAsync<JsonObject>(new Uri(silo.Address, "health/ready")))!["sessions"]!;

    /// <summary>The silo that has the one session there is.</summary>
    public async Task<Member> Owner()
    {
        Member? owner = null;
        await Until(
            async () =>
            {
                foreach (var silo in _silos)
                    owner = await SessionsOn(silo) > 0 ? silo : owner;
                return owner is not null;
            },
            "a silo has the session");
        return owner!;
    }

    /// <summary>Whether the membership counts a silo as active, in the start that it has now.</summary>
    public async Task<bool> IsActive(Member silo) =>
        (long)(await _postgres.Do("cluster", $"SELECT count(*) FROM cluster_member WHERE port = {silo.Port} AND status = 3"))! == 1;

    /// <summary>Connects as a person signed in at the first gateway; the others know the token because they share the key file.</summary>
    public async Task<ISessionTransport> Transport()
    {
        _token ??= await TokenOf("ada@example.com");
        return new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(_token) });
    }

    /// <summary>As another person.</summary>
    public async Task<SignalRTransport> TransportOf(string email)
    {
        var token = await TokenOf(email);
        return new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(token) });
    }

    /// <summary>Waits for a condition.</summary>
    public static async Task Until(Func<Task<bool>> holds, string what)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(begun) > LongestStart)
                throw new TimeoutException($"Waited for {LongestStart} until {what}.");
            await Task.Delay(25);
        }
    }

    private async Task<string> TokenOf(string email)
    {
        using var api = new ServerApi(_gateways[0].Address);
        return (await api.SignInLocally(email, null, CancellationToken.None)).Token;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _gateways.Concat(_silos))
            member.Process?.End("KILL");
        _postgres.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
        await Task.CompletedTask;
    }

    private static string[] SiloSettings { get; } =
        ["Silo:Clustering=Postgres", "Silo:GrainStorage=Postgres", "Silo:FrameLog=Postgres", "Silo:AdvertisedAddress=127.0.0.1", "Session:MaxBytes=1000000000", "Quota:DayBytes=10000000000"];

    private string KeyFile => Path.Combine(_folder.FullName, "key");

    private string[] Command(string program, string[] settings) =>
        ["env", "--default-signal=INT", $"Postgres__ConnectionString={_database}", .. Program(program), .. Set(settings)];

    private static IEnumerable<string> Set(IEnumerable<string> settings) => settings.SelectMany(setting => new[] { "--set", setting });

    /// <summary>The published programs, where <c>SESSIONSHARE_PROGRAMS</c> names their folder: they start sooner. Else those that this one references, which lie beside it.</summary>
    private static string[] Program(string name) =>
        Environment.GetEnvironmentVariable("SESSIONSHARE_PROGRAMS") is { } published ? [Path.Combine(published, name)] : ["dotnet", Path.Combine(AppContext.BaseDirectory, name + ".dll")];

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>A silo or gateway of the cluster.</summary>
internal sealed class Member(string name, Uri address, int port, string[] command)
{
    public string Name => name;

    /// <summary>Of its pages.</summary>
    public Uri Address => address;

    public int Port => port;

    public string[] Command => command;

    public ServerProcess? Process { get; set; }

    /// <summary>Kills it as kill -9 does.</summary>
    public void Kill() => End("KILL");

    /// <summary>Stops it as an orchestrator does, and waits until it has gone.</summary>
    public void Terminate() => End("TERM");

    private void End(string signal)
    {
        Process!.End(signal);
        Process = null;
    }
}
