using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.SignIn;
using SessionShare.Gateway.Starting;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>A gateway with its silo, listening on a free loopback port, with a data folder of its own.</summary>
public sealed class TestGateway : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessionshare-gateway-");
    private WebApplication? _app;

    public TestGateway()
        : this([])
    {
    }

    private TestGateway(string[] args) => Args = ["--data", Folder, "--set", $"Gateway:Viewer={Path.Combine(_folder.FullName, "viewer")}", .. args];

    public string Folder => Path.Combine(_folder.FullName, "data");

    public Uri Url => Of<ServerAddress>().Listening;

    /// <summary>Host and port, as a Host header has them.</summary>
    public string Host => Url.Authority;

    /// <summary>A client without cookies or sign-in.</summary>
    public HttpClient Http { get; private set; } = new();

    internal CancellationToken Stopped => _app!.Lifetime.ApplicationStopped;

    private string[] Args { get; }

    public static async Task<TestGateway> Start(params string[] args)
    {
        var gateway = new TestGateway(args);
        await gateway.InitializeAsync();
        return gateway;
    }

    public async Task InitializeAsync()
    {
        _app = GatewayHost.Build(Arguments.Parse(Args));
        await _app.StartAsync();
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Url };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    internal T Of<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>Writes a built viewer's file, before the start.</summary>
    internal static void WriteFile(string folder, string name, string content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    internal async Task<SignInChallenge> Challenge() => (await Http.GetFromJsonAsync<SignInChallenge>("api/sign-in/challenge"))!;

    /// <summary>A proof as a client of another language would make it: from docs/protocol.md, not from our code.</summary>
    internal static string Proof(string keyFile, string nonce, string host, string email, string? team)
    {
        var key = Convert.FromBase64String(File.ReadAllLines(keyFile)[1]);
        return Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', nonce, host, email, team ?? ""))));
    }

    internal async Task<SignedIn> SignIn(string email, string? team = null)
    {
        var (nonce, keyFile) = await Challenge();
        var answer = await Http.PostAsJsonAsync(
            "api/sign-in/local", new LocalSignIn(email, team, nonce, Proof(keyFile, nonce, Host, email, team)));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<SignedIn>())!;
    }

    /// <summary>A token that this server's issuer would have issued at another time.</summary>
    internal string TokenIssuedAt(DateTimeOffset time) =>
        new LocalIssuer(Of<LocalKey>(), new TimeAt(time)).SignIn(new UserIdentity("local:ann@example.com", "ann", "ann@example.com", null)).Token;

    internal Task<HttpResponseMessage> Get(string path, string? token = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, null, token, headers);

    internal Task<HttpResponseMessage> Send(
        HttpMethod method, string path, object? body, string? token, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request);
    }

    private sealed class TimeAt(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
