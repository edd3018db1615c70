using System.Net;
using System.Net.Http.Json;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

public sealed class BrowserSignInTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    [Fact]
    public async Task Code_becomes_a_cookie_that_scripts_cannot_read_and_other_sites_cannot_use()
    {
        var answer = await Redeem(await Code());

        (await answer.Content.ReadFromJsonAsync<Me>())!.Email.Should().Be("ann@example.com");
        SetCookie(answer).Should().Contain("httponly").And.Contain("samesite=strict").And.Contain("path=/").And.NotContain("secure");
    }

    [Fact]
    public async Task Cookie_is_secure_where_the_public_address_is()
    {
        var secure = await TestGateway.Start("--public-url", "https://share.example.com");
        var token = (await secure.SignIn("ann@example.com")).Token;
        var code = await (await secure.Send(HttpMethod.Post, "api/sign-in/browser-code", null, token)).Content.ReadFromJsonAsync<BrowserCode>();

        var answer = await secure.Http.PostAsJsonAsync("api/sign-in/browser", code);

        SetCookie(answer).Should().Contain("secure");
        await secure.DisposeAsync();
    }

    [Fact]
    public async Task Cookie_says_who_asks()
    {
        var cookie = Cookie(await Redeem(await Code()));

        var me = await gateway.Get("api/me", null, ("Cookie", cookie));

        (await me.Content.ReadFromJsonAsync<Me>()).Should().Be(new Me("local:ann@example.com", "ann", "ann@example.com", "blue"));
        (await Handshake.To(gateway, Hubs.Viewer.Path, ("Cookie", cookie), ("Origin", Origin))).Should().Be(Handshake.Accepted);
    }

    [Fact]
    public async Task Code_works_once()
    {
        var code = await Code();
        await Redeem(code);

        await (await Redeem(code)).ShouldRefuse(Reason.SignInRefused);
    }

    [Fact]
    public async Task Unknown_code_is_refused() => await (await Redeem(new BrowserCode("unknown"))).ShouldRefuse(Reason.SignInRefused);

    [Fact]
    public async Task Code_from_a_foreign_page_is_refused()
    {
        var answer = await gateway.Send(HttpMethod.Post, "api/sign-in/browser", await Code(), null, ("Origin", "http://evil.example"));

        await answer.ShouldRefuse(Reason.ForeignOrigin);
    }

    [Fact]
    public async Task Cookie_changes_something_only_with_the_origin_of_an_own_page()
    {
        var cookie = Cookie(await Redeem(await Code()));
        var stop = $"api/sessions/{new string('1', 22)}/stop";

        await (await gateway.Send(HttpMethod.Post, stop, null, null, ("Cookie", cookie))).ShouldRefuse(Reason.ForeignOrigin);
        await (await gateway.Send(HttpMethod.Post, stop, null, null, ("Cookie", cookie), ("Origin", Origin))).ShouldRefuse(Reason.UnknownOrForbidden);
        (await Handshake.To(gateway, Hubs.Viewer.Path, ("Cookie", cookie))).Should().Be(Handshake.Refused(Reason.ForeignOrigin));
    }

    [Fact]
    public async Task Changed_cookie_is_a_guests()
    {
        var cookie = Cookie(await Redeem(await Code()));

        await (await gateway.Get("api/me", null, ("Cookie", cookie[..^4] + "AAAA"))).ShouldRefuse(Reason.SignInRequired);
    }

    [Fact]
    public async Task Signing_out_takes_the_cookie_away()
    {
        var cookie = Cookie(await Redeem(await Code()));

        var answer = await gateway.Send(HttpMethod.Post, "api/sign-out", null, null, ("Cookie", cookie), ("Origin", Origin));

        answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
        SetCookie(answer).Should().Contain("expires=thu, 01 jan 1970");
    }

    private string Origin => $"http://{gateway.Host}";

    private async Task<BrowserCode> Code()
    {
        var token = (await gateway.SignIn("ann@example.com", "blue")).Token;
        var answer = await gateway.Send(HttpMethod.Post, "api/sign-in/browser-code", null, token);
        return (await answer.Content.ReadFromJsonAsync<BrowserCode>())!;
    }

    /// <summary>As a page of ours does it.</summary>
    private Task<HttpResponseMessage> Redeem(BrowserCode code) =>
        gateway.Send(HttpMethod.Post, "api/sign-in/browser", code, null, ("Origin", Origin));

    private static string SetCookie(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant();

    private static string Cookie(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
}
