using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using SessionShare.Gateway.SignIn;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using SessionShare.Silo.Settings;

namespace SessionShare.Gateway.Tests;

/// <summary>Signing in through a provider, as far as no provider is needed; with one: tests/EndToEnd/oidc.test.mjs.</summary>
public sealed class ProviderTests
{
    private const string NobodyThere = "http://127.0.0.1:1";

    [Fact]
    public async Task Server_says_where_and_how_to_sign_in()
    {
        var gateway = await Start();

        var about = await gateway.Http.GetFromJsonAsync<About>("api/about");

        about!.SignIn.Should().Be("oidc");
        about.Provider.Should().Be(new SignInProvider(NobodyThere, "cli", "openid profile email offline_access", null, BearerToken.IdToken));
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task Token_is_not_called_wrong_while_the_provider_is_unreachable()
    {
        var gateway = await Start();

        var answer = await gateway.Get("api/me", "a.b.c");

        await answer.ShouldRefuse(Reason.ProviderUnreachable);
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task Local_sign_in_is_off_beside_a_provider_unless_it_is_asked_for()
    {
        var (without, with) = (await Start(), await Start("--set", "SignIn:Local=true"));

        await (await without.Get("api/sign-in/challenge")).ShouldRefuse(Reason.SignInRequired);
        var token = (await with.SignIn("ann@example.com")).Token;
        (await with.Get("api/me", token)).StatusCode.Should().Be(HttpStatusCode.OK);
        await (await with.Get("api/me", "a.b.c")).ShouldRefuse(Reason.ProviderUnreachable);
        await without.DisposeAsync();
        await with.DisposeAsync();
    }

    [Fact]
    public async Task Browser_is_told_when_the_provider_is_unreachable()
    {
        var gateway = await Start();

        var answer = await gateway.Get("api/sign-in/oidc?return=/");

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.Should().Be("/signin#refused=ProviderUnreachable");
        await gateway.DisposeAsync();
    }

    [Fact]
    public void Claims_name_a_person_by_issuer_and_subject()
    {
        var provider = ProviderOf(new SignInOptions { TeamClaim = "groups", NameClaim = "nick" }, new PlanOptions { Claim = "tier" });

        var user = provider.Identify(Token(("iss", "https://a.example"), ("sub", "7"), ("email", "ann@example.com"), ("email_verified", "True"), ("nick", "Ann"), ("groups", "blue"), ("groups", "red"), ("tier", "limited")));

        user.Should().Be(new UserIdentity("https://a.example#7", "Ann", "ann@example.com", "blue", "limited"));
        Callers.Of(Callers.Principal(user, "any")).Should().Be(user);
    }

    [Fact]
    public void Person_without_name_is_called_by_the_address()
    {
        var user = ProviderOf(new SignInOptions(), new PlanOptions()).Identify(Token(("iss", "i"), ("sub", "s"), ("email", "ann@example.com"), ("email_verified", "true"), ("team", "blue"), ("plan", "limited")));

        user.Should().Be(new UserIdentity("i#s", "ann@example.com", "ann@example.com", null));
    }

    [Theory]
    [InlineData("ann@example.com", "false")]
    [InlineData("ann@example.com", "")]
    [InlineData("ann@example.com", "1")]
    [InlineData("", "true")]
    public void Address_that_is_not_verified_is_nobodys(string email, string verified)
    {
        var identify = () => ProviderOf(new SignInOptions(), new PlanOptions()).Identify(Token(("iss", "i"), ("sub", "s"), ("email", email), ("email_verified", verified)));

        identify.Should().Throw<NobodyException>();
    }

    [Theory]
    [InlineData("/s/0123456789012345678901", "/s/0123456789012345678901")]
    [InlineData("/s/short", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("https://evil.example/s/0123456789012345678901", "/")]
    [InlineData("/s/0123456789012345678901/../../x", "/")]
    [InlineData(null, "/")]
    public void Browser_comes_back_to_a_page_of_ours(string? asked, string page) => ProviderSignInApi.PageOf(asked).Should().Be(page);

    [Theory]
    [InlineData("SignIn:Authority=http://login.example.com", "SignIn:Authority is")]
    [InlineData("SignIn:Authority=https://login.example.com?x=1", "SignIn:Authority is")]
    [InlineData("SignIn:ClientId=", "SignIn:ClientId is missing")]
    [InlineData("SignIn:Scopes=email", "SignIn:Scopes is 'email'")]
    [InlineData("SignIn:ClockSkew=01:00:00", "SignIn:ClockSkew is")]
    [InlineData("SignIn:Browser:ClientSecretFile=/nowhere", "SignIn:Browser:ClientSecretFile is")]
    [InlineData("SignIn:Browser:Time=00:00:00", "SignIn:Browser:Time is")]
    [InlineData("SignIn:Browser:Nothing=1", "SignIn:Browser:Nothing is no setting")]
    public async Task Wrong_setting_is_named(string setting, string fault)
    {
        var start = () => Start("--set", setting);

        (await start.Should().ThrowAsync<SettingsException>()).Which.Faults.Should().ContainSingle().Which.Should().StartWith(fault);
    }

    [Fact]
    public async Task Setting_without_a_provider_is_a_mistake()
    {
        var start = () => TestGateway.Start("--set", "SignIn:TeamClaim=team", "--set", "SignIn:Browser:ClientId=web");

        (await start.Should().ThrowAsync<SettingsException>()).Which.Faults.Should().HaveCount(2);
    }

    private static Task<TestGateway> Start(params string[] more) =>
        TestGateway.Start(["--set", $"SignIn:Authority={NobodyThere}", "--set", "SignIn:ClientId=cli", .. more]);

    private static Provider ProviderOf(SignInOptions options, PlanOptions plans) => new(Options.Create(options), Options.Create(plans), TimeProvider.System);

    internal static ClaimsPrincipal Token(params (string Name, string Value)[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Name, claim.Value)), "test"));
}
