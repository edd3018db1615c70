using System.Net;
using Microsoft.IdentityModel.Tokens;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

public sealed class TokenTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    [Fact]
    public Task Expired_token_is_refused_as_such() =>
        Refused(gateway.TokenIssuedAt(DateTimeOffset.UtcNow.AddDays(-30).AddMinutes(-1)), Reason.TokenExpired);

    [Fact]
    public Task Token_of_the_future_is_refused_as_such() =>
        Refused(gateway.TokenIssuedAt(DateTimeOffset.UtcNow.AddMinutes(1)), Reason.TokenNotYetValid);

    [Fact]
    public async Task Clocks_may_differ_by_half_a_minute()
    {
        var ahead = await gateway.Get("api/me", gateway.TokenIssuedAt(DateTimeOffset.UtcNow.AddSeconds(20)));
        var behind = await gateway.Get("api/me", gateway.TokenIssuedAt(DateTimeOffset.UtcNow.AddDays(-30).AddSeconds(-10)));

        ahead.StatusCode.Should().Be(HttpStatusCode.OK);
        behind.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Token_of_another_server_is_refused()
    {
        var other = await TestGateway.Start();
        var token = (await other.SignIn("ann@example.com")).Token;
        await other.DisposeAsync();

        await Refused(token, Reason.TokenInvalid);
    }

    [Fact]
    public async Task Token_without_signature_is_refused()
    {
        var claims = (await gateway.SignIn("ann@example.com")).Token.Split('.')[1];
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");

        await Refused($"{header}.{claims}.", Reason.TokenInvalid);
    }

    [Fact]
    public async Task Token_with_changed_claims_is_refused()
    {
        var parts = (await gateway.SignIn("ann@example.com")).Token.Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("ann@", "bob@", StringComparison.Ordinal);

        await Refused($"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}", Reason.TokenInvalid);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("")]
    public Task Garbage_is_refused(string token) => Refused(token, Reason.TokenInvalid);

    [Fact]
    public async Task Wrong_token_is_refused_even_where_guests_may_ask()
    {
        var answer = await gateway.Get("api/about", "garbage");

        await answer.ShouldRefuse(Reason.TokenInvalid);
    }

    [Fact]
    public async Task Guest_is_told_to_sign_in()
    {
        foreach (var path in new[] { "api/me", "api/sessions" })
            await (await gateway.Get(path)).ShouldRefuse(Reason.SignInRequired);
        await (await gateway.Send(HttpMethod.Post, "api/sign-in/browser-code", null, null)).ShouldRefuse(Reason.SignInRequired);
    }

    [Theory]
    [InlineData(Hubs.Sharer.Path)]
    [InlineData(Hubs.Viewer.Path)]
    public async Task Handshake_with_an_expired_token_is_refused(string hub)
    {
        var token = gateway.TokenIssuedAt(DateTimeOffset.UtcNow.AddDays(-31));

        (await Handshake.To(gateway, hub, ("Authorization", $"Bearer {token}"))).Should().Be(Handshake.Refused(Reason.TokenExpired));
    }

    [Fact]
    public async Task Guest_may_view_but_not_share()
    {
        (await Handshake.To(gateway, Hubs.Viewer.Path)).Should().Be(Handshake.Accepted);
        (await Handshake.To(gateway, Hubs.Sharer.Path)).Should().Be(Handshake.Refused(Reason.SignInRequired));
    }

    [Fact]
    public async Task Person_who_is_signed_in_may_share()
    {
        var token = (await gateway.SignIn("ann@example.com")).Token;

        (await Handshake.To(gateway, Hubs.Sharer.Path, ("Authorization", $"Bearer {token}"))).Should().Be(Handshake.Accepted);
    }

    private async Task Refused(string token, Reason reason) =>
        await (await gateway.Get("api/me", null, ("Authorization", $"Bearer {token}"))).ShouldRefuse(reason);
}
