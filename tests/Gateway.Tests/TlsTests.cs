using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.Starting;
using SessionShare.Protocol;
using SessionShare.Silo.Settings;
using SessionShare.Silo.Starting;

namespace SessionShare.Gateway.Tests;

/// <summary>A gateway that speaks TLS itself, with a certificate of its own making whose key has a password.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private const string Password = "not to be seen";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessionshare-tls-");
    private X509Certificate2 _certificate = null!;
    private TestGateway? _gateway;

    private string Certificate => Path.Combine(_folder.FullName, "share.crt");

    private string Key => Path.Combine(_folder.FullName, "share.key");

    private string PasswordFile => Path.Combine(_folder.FullName, "password");

    private string[] Args => ["--url", "https://127.0.0.1:0", "--set", $"Gateway:CertificateFile={Certificate}", "--set", $"Gateway:CertificateKeyFile={Key}", "--set", $"Gateway:CertificatePasswordFile={PasswordFile}"];

    public Task InitializeAsync()
    {
        File.WriteAllText(PasswordFile, Password + "\n");
        _certificate = Issue();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Client_that_trusts_the_certificate_is_served_and_links_are_https()
    {
        await Start();
        SessionId.TryParse(new string('1', 22), out var session).Should().BeTrue();

        (await Get("api/about")).StatusCode.Should().Be(HttpStatusCode.OK);
        _gateway!.Of<LinkFactory>().LinkFor(session, "s3cret").Should().Be($"https://127.0.0.1:{Port}/s/{session}#k=s3cret");
        _gateway.Of<ServerAddress>().ToString().Should().Be($"https://127.0.0.1:{Port}");
    }

    [Theory]
    [InlineData("localhost:PORT", "https://localhost:PORT", HttpStatusCode.OK)]
    [InlineData("evil.example:PORT", "https://localhost:PORT", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost:PORT", "http://localhost:PORT", HttpStatusCode.Forbidden)]
    public async Task Own_names_and_pages_are_those_under_https(string host, string origin, HttpStatusCode expected)
    {
        await Start();
        (await Get("api/about", ("Host", WithPort(host)), ("Origin", WithPort(origin)))).StatusCode.Should().Be(expected);
    }

    [Fact]
    public async Task Hub_is_reached_by_a_WebSocket_over_TLS()
    {
        await Start();
        using var socket = new ClientWebSocket();
        using var handler = Trusting(_certificate);
        using var invoker = new HttpMessageInvoker(handler);
        await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{Port}/{Hubs.Viewer.Path}"), invoker, CancellationToken.None);
        socket.State.Should().Be(WebSocketState.Open);
    }

    [Fact]
    public async Task Who_does_not_trust_the_certificate_or_speaks_no_TLS_gets_nothing()
    {
        await Start();
        using var stranger = Issue(write: false);
        await FluentActions.Awaiting(() => Get("api/about", stranger)).Should().ThrowAsync<HttpRequestException>();
        using var plain = new HttpClient();
        await FluentActions.Awaiting(() => plain.GetAsync(new Uri($"http://127.0.0.1:{Port}/api/about"))).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Renewed_certificate_is_shown_without_a_restart_and_one_that_is_broken_is_not()
    {
        await Start();
        using var old = _certificate;
        await File.WriteAllTextAsync(Key, "broken");
        (await Get("api/about", old)).StatusCode.Should().Be(HttpStatusCode.OK);

        _certificate = Issue();
        (await Get("api/about")).StatusCode.Should().Be(HttpStatusCode.OK);
        await FluentActions.Awaiting(() => Get("api/about", old)).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Wrong_password_is_said_with_the_files_and_not_shown()
    {
        await File.WriteAllTextAsync(PasswordFile, "another one");
        var failed = await FluentActions.Awaiting(Start).Should().ThrowAsync<StartException>();
        failed.Which.Message.Should().Contain(Certificate).And.Contain(Key).And.NotContain("another one");
        GatewayHost.Check(Arguments.Parse(Args)).Should().Contain($"Gateway:CertificatePasswordFile={PasswordFile}").And.NotContain(line => line.Contains("another one", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://127.0.0.1:0", null, "Gateway:Url is 'https://127.0.0.1:0', and Gateway:CertificateFile is missing;")]
    [InlineData("https://127.0.0.1:0", "/nowhere.crt", "Gateway:CertificateFile is '/nowhere.crt'; there is no such file.")]
    [InlineData("http://127.0.0.1:0", "/nowhere.crt", "Gateway:CertificateFile is '/nowhere.crt', and Gateway:Url is 'http://127.0.0.1:0', where no TLS is spoken;")]
    public void Settings_that_do_not_fit_each_other_are_named(string url, string? file, string fault)
    {
        string[] args = ["--url", url, .. file is null ? Array.Empty<string>() : ["--set", $"Gateway:CertificateFile={file}"]];
        FluentActions.Invoking(() => GatewayHost.Check(Arguments.Parse(args)).ToArray()).Should().Throw<SettingsException>().Which.Faults.Should().ContainSingle().Which.Should().StartWith(fault);
    }

    private int Port => _gateway!.Url.Port;

    private async Task Start() => _gateway = await TestGateway.Start(Args);

    private Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers) => Get(path, _certificate, headers);

    private async Task<HttpResponseMessage> Get(string path, X509Certificate2 trusted, params (string Name, string Value)[] headers)
    {
        using var handler = Trusting(trusted);
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://127.0.0.1:{Port}/{path}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    private static SocketsHttpHandler Trusting(X509Certificate2 certificate) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { certificate },
            },
        },
    };

    private X509Certificate2 Issue(bool write = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=share", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("evil.example"); // Its certificate is not what a foreign name is refused by.
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        if (write)
        {
            File.WriteAllText(Certificate, certificate.ExportCertificatePem());
            File.WriteAllText(Key, key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        }

        return certificate;
    }

    private string WithPort(string text) => text.Replace("PORT", $"{Port}", StringComparison.Ordinal);
}
