using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

public sealed class ServerApiTests : IDisposable
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private readonly string _keyFile = Path.GetTempFileName();

    [Fact]
    public async Task Local_sign_in_proves_the_key_over_nonce_host_email_and_team()
    {
        await File.WriteAllTextAsync(_keyFile, $"sessionshare-local-issuer 1\n{Convert.ToBase64String(Key)}\n");
        LocalSignIn? body = null;
        await using var server = await HubServer.Start(app =>
        {
            app.MapGet("/" + HttpApi.SignInChallenge, () => new SignInChallenge("nonce", _keyFile));
            app.MapPost("/" + HttpApi.SignInLocal, (LocalSignIn signIn) =>
            {
                body = signIn;
                return new SignedIn("token", default, new Me("u", "Ada", signIn.Email, signIn.Team));
            });
        });
        using var api = new ServerApi(server.Address);

        (await api.SignInLocally("ada@example.org", null, default)).Token.Should().Be("token");
        var message = $"nonce\n{server.Address.Authority}\nada@example.org\n";
        body!.Proof.Should().Be(Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(message))));
    }

    [Theory]
    [InlineData("sessionshare-local-issuer 2\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("sessionshare-local-issuer 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("sessionshare-local-issuer 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n")]
    [InlineData("sessionshare-local-issuer 1\r\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("")]
    public void File_of_another_form_is_not_used(string content)
    {
        File.WriteAllText(_keyFile, content);
        FluentActions.Invoking(() => LocalKeyFile.Prove(_keyFile, "n", "h", "e", null)).Should().Throw<LocalSignInException>();
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/nowhere/at/all")]
    [InlineData("/tmp")]
    [InlineData("")]
    public void What_is_not_a_file_is_not_read(string path) =>
        FluentActions.Invoking(() => LocalKeyFile.Prove(path, "n", "h", "e", null)).Should().Throw<LocalSignInException>();

    [Theory]
    [InlineData("http://example.org/")]
    [InlineData("http://127.0.0.1.example.org/")]
    [InlineData("http://10.0.0.1/")]
    public async Task Key_file_is_not_proven_to_a_server_elsewhere(string server)
    {
        using var api = new ServerApi(new Uri(server));
        await api.Invoking(it => it.SignInLocally("a@b", null, default)).Should().ThrowAsync<LocalSignInException>();
    }

    [Fact]
    public async Task Refusal_of_the_server_is_thrown_and_the_token_goes_along()
    {
        await using var server = await HubServer.Start(app =>
            app.MapGet("/" + HttpApi.Me, () => Results.Json(Refusal.Of(Reason.TokenExpired, "Since noon."), statusCode: 401)));
        using var api = new ServerApi(server.Address, _ => ValueTask.FromResult<string?>("t"));
        (await api.Invoking(it => it.Me(default)).Should().ThrowAsync<RefusedException>()).Which.Refusal
            .Should().Be(Refusal.Of(Reason.TokenExpired, "Since noon."));
        server.Tokens.Should().Equal("Bearer t");
    }

    [Fact]
    public async Task Stop_needs_no_answer()
    {
        await using var server = await HubServer.Start(app => app.MapPost("/api/sessions/{session}/stop", () => Results.NoContent()));
        using var api = new ServerApi(server.Address);
        await api.Stop(SessionId.Of(new byte[16]), default);
    }

    [Fact]
    public async Task What_is_not_our_server_is_unreachable()
    {
        await using var server = await HubServer.Start(app => app.MapGet("/" + HttpApi.About, () => Results.Text("<html>")));
        using var api = new ServerApi(server.Address);
        await api.Invoking(it => it.About(default)).Should().ThrowAsync<ServerUnreachableException>();
        await api.Invoking(it => it.Sessions(default)).Should().ThrowAsync<ServerUnreachableException>().WithMessage("*404*");
    }

    public void Dispose() => File.Delete(_keyFile);
}
