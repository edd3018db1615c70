using System.Net;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using SessionShare.Gateway.SignIn;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

public sealed class LocalSignInTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Email = "Ann@example.com";

    [Fact]
    public async Task Person_who_can_read_the_key_file_signs_in_under_any_address()
    {
        var signedIn = await gateway.SignIn(Email, "blue");

        signedIn.Me.Should().Be(new Me("local:ann@example.com", "Ann", Email, "blue"));
        signedIn.ExpiresAt.Should().BeCloseTo(DateTimeOffset.UtcNow.AddDays(30), TimeSpan.FromMinutes(1));
        var me = await gateway.Get("api/me", signedIn.Token);
        (await me.Content.ReadFromJsonAsync<Me>()).Should().Be(signedIn.Me);
    }

    [Fact]
    public async Task Person_without_team_signs_in_with_a_proof_over_the_empty_team()
    {
        (await gateway.SignIn(Email)).Me.Team.Should().BeNull();
    }

    [Fact]
    public async Task Proof_by_another_key_is_refused()
    {
        var (nonce, _) = await gateway.Challenge();
        var other = Path.GetTempFileName();
        await File.WriteAllTextAsync(other, $"sessionshare-local-issuer 1\n{Convert.ToBase64String(new byte[32])}\n");

        var answer = await Post(new LocalSignIn(Email, null, nonce, TestGateway.Proof(other, nonce, gateway.Host, Email, null)));

        await answer.ShouldRefuse(Reason.SignInRefused);
        File.Delete(other);
    }

    [Theory]
    [InlineData("evil.example:80", Email, null)]
    [InlineData(null, "bob@example.com", null)]
    [InlineData(null, Email, "red")]
    public async Task Proof_over_another_host_address_or_team_is_refused(string? host, string email, string? team)
    {
        var (nonce, keyFile) = await gateway.Challenge();

        var answer = await Post(new LocalSignIn(Email, null, nonce, TestGateway.Proof(keyFile, nonce, host ?? gateway.Host, email, team)));

        await answer.ShouldRefuse(Reason.SignInRefused);
    }

    [Fact]
    public async Task Nonce_works_once()
    {
        var (nonce, keyFile) = await gateway.Challenge();
        var signIn = new LocalSignIn(Email, null, nonce, TestGateway.Proof(keyFile, nonce, gateway.Host, Email, null));

        (await Post(signIn)).StatusCode.Should().Be(HttpStatusCode.OK);

        await (await Post(signIn)).ShouldRefuse(Reason.SignInRefused);
    }

    [Fact]
    public async Task Nonce_is_used_up_by_a_wrong_proof_too()
    {
        var (nonce, keyFile) = await gateway.Challenge();
        await Post(new LocalSignIn(Email, null, nonce, "AAAA"));

        var answer = await Post(new LocalSignIn(Email, null, nonce, TestGateway.Proof(keyFile, nonce, gateway.Host, Email, null)));

        await answer.ShouldRefuse(Reason.SignInRefused);
    }

    [Fact]
    public async Task Nonce_that_was_never_issued_is_refused()
    {
        var (_, keyFile) = await gateway.Challenge();
        var nonce = new string('0', 22);

        var answer = await Post(new LocalSignIn(Email, null, nonce, TestGateway.Proof(keyFile, nonce, gateway.Host, Email, null)));

        await answer.ShouldRefuse(Reason.SignInRefused);
    }

    [Theory]
    [InlineData("""{"email":"no address","nonce":"n","proof":"p"}""")]
    [InlineData("""{"email":"a@b@c","nonce":"n","proof":"p"}""")]
    [InlineData("""{"email":"a@b\nc","nonce":"n","proof":"p"}""")]
    [InlineData("""{"email":"a@b","nonce":"n"}""")]
    [InlineData("""{"email":"a@b","proof":"p"}""")]
    [InlineData("""{"email":"a@b","team":"x\ny","nonce":"n","proof":"p"}""")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task Body_that_is_not_right_is_refused(string body)
    {
        var answer = await gateway.Http.PostAsync("api/sign-in/local", new StringContent(body, null, "application/json"));

        await answer.ShouldRefuse(Reason.InvalidRequest);
    }

    [Fact]
    public async Task Key_file_signs_nobody_in_from_another_address_than_loopback()
    {
        if (OwnAddress() is not { } address)
            return; // This machine has no network.

        var open = await TestGateway.Start("--url", $"http://{address}:0");
        var nonce = open.Of<OneTimeCodes<LocalSignInApi.Challenge>>().Issue(default);
        var keyFile = open.Of<LocalKey>().File;

        (await open.Get("api/about")).StatusCode.Should().Be(HttpStatusCode.OK);
        await (await open.Get("api/sign-in/challenge")).ShouldRefuse(Reason.SignInRefused);
        var signIn = new LocalSignIn(Email, null, nonce, TestGateway.Proof(keyFile, nonce, open.Host, Email, null));
        await (await open.Http.PostAsJsonAsync("api/sign-in/local", signIn)).ShouldRefuse(Reason.SignInRefused);
        await open.DisposeAsync();
    }

    [Fact]
    public void Key_file_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
            return;

        var issuer = Path.Combine(gateway.Folder, "issuer");
        File.GetUnixFileMode(issuer).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(issuer, "key")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.ReadAllText(Path.Combine(issuer, "key")).Should().MatchRegex(@"\Asessionshare-local-issuer 1\n[A-Za-z0-9+/]{43}=\n\z");
    }

    private static IPAddress? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses, (_, unicast) => unicast.Address)
        .FirstOrDefault(own => own.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(own));

    private Task<HttpResponseMessage> Post(LocalSignIn signIn) => gateway.Http.PostAsJsonAsync("api/sign-in/local", signIn);
}
