using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using SessionShare.Grains.Users;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>One-time invitations, as a client of another language would use them: from docs/protocol.md.</summary>
public sealed class InvitationTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Email = "Ana@example.com";

    [Fact]
    public async Task Invited_person_signs_in_under_exactly_that_address_once()
    {
        var invitation = await Invited(gateway, Email, "blue");

        var signedIn = await (await Redeem(gateway, invitation.Code)).Content.ReadFromJsonAsync<SignedIn>();

        signedIn!.Me.Should().Be(new Me("local:ana@example.com", "Ana", Email, "blue"));
        (await gateway.Get("api/me", signedIn.Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        invitation.ExpiresAt.Should().BeCloseTo(DateTimeOffset.UtcNow.AddDays(7), TimeSpan.FromMinutes(5));
        await (await Redeem(gateway, invitation.Code)).ShouldRefuse(Reason.SignInRefused);
    }

    [Fact]
    public async Task Code_counts_once_however_many_use_it_at_the_same_time()
    {
        var invitation = await Invited(gateway, Email, null);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Redeem(gateway, invitation.Code)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).Should().Be(1);
    }

    [Theory]
    [InlineData("0123456789012345678901")]
    [InlineData("short")]
    [InlineData("")]
    public async Task Unknown_code_is_refused(string code)
    {
        var answer = await Redeem(gateway, code);

        await answer.ShouldRefuse(Reason.SignInRefused);
    }

    [Fact]
    public async Task Code_that_is_too_old_is_refused()
    {
        await gateway.Of<IGrainFactory>().GetGrain<IAdmissionGrain>(Admissions.KeyOf("0000000000000000000007"))
            .Invite(new AdmissionValue(Email, null, DateTimeOffset.UtcNow.AddSeconds(-1)));

        await (await Redeem(gateway, "0000000000000000000007")).ShouldRefuse(Reason.SignInRefused);
    }

    [Fact]
    public async Task Code_outlives_a_restart_and_is_not_stored()
    {
        var folder = Directory.CreateTempSubdirectory("sessionshare-invitations-");
        var data = Path.Combine(folder.FullName, "data");
        var before = await TestGateway.Start("--data", data);
        var invitation = await Invited(before, Email, null);
        await before.DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Should().NotContain(invitation.Code);

        var after = await TestGateway.Start("--data", data);
        (await Redeem(after, invitation.Code)).StatusCode.Should().Be(HttpStatusCode.OK);
        await after.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Nobody_invites_without_the_key()
    {
        var (nonce, keyFile) = await gateway.Challenge();
        var signIn = TestGateway.Proof(keyFile, nonce, gateway.Host, Email, null);

        await (await Ask(gateway, new InvitationRequest(Email, null, 7, nonce, signIn))).ShouldRefuse(Reason.SignInRefused);
        await (await Ask(gateway, new InvitationRequest(Email, null, 7, nonce, Proof(keyFile, nonce, gateway.Host, Email, null, 7)))).ShouldRefuse(Reason.SignInRefused);
        var (fresh, _) = await gateway.Challenge();
        await (await Ask(gateway, new InvitationRequest(Email, null, 8, fresh, Proof(keyFile, fresh, gateway.Host, Email, null, 7)))).ShouldRefuse(Reason.SignInRefused);
        await (await Ask(gateway, new InvitationRequest(Email, null, 91, fresh, "x"))).ShouldRefuse(Reason.InvalidRequest);
    }

    [Fact]
    public async Task Invitation_proof_signs_nobody_in()
    {
        var (nonce, keyFile) = await gateway.Challenge();
        var proof = Proof(keyFile, nonce, gateway.Host, Email, null, 7);

        var answer = await gateway.Http.PostAsJsonAsync("api/sign-in/local", new LocalSignIn(Email, null, nonce, proof));

        await answer.ShouldRefuse(Reason.SignInRefused);
    }

    [Fact]
    public async Task Trying_codes_is_slowed_down()
    {
        var own = await TestGateway.Start();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Redeem(own, "0123456789012345678901")));

        answers.Should().Contain(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Beside_a_provider_nobody_is_invited()
    {
        var own = await TestGateway.Start("--set", "SignIn:Authority=http://127.0.0.1:1", "--set", "SignIn:ClientId=cli", "--set", "SignIn:Local=true");

        await (await Ask(own, new InvitationRequest(Email, null, 7, "n", "p"))).ShouldRefuse(Reason.SignInRequired);
        await (await Redeem(own, "0123456789012345678901")).ShouldRefuse(Reason.SignInRequired);
        await own.DisposeAsync();
    }

    internal static async Task<Invitation> Invited(TestGateway at, string email, string? team)
    {
        var (nonce, keyFile) = await at.Challenge();
        var answer = await Ask(at, new InvitationRequest(email, team, 7, nonce, Proof(keyFile, nonce, at.Host, email, team, 7)));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Invitation>())!;
    }

    private static string Proof(string keyFile, string nonce, string host, string email, string? team, int days)
    {
        var key = Convert.FromBase64String(File.ReadAllLines(keyFile)[1]);
        return Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', "invite", nonce, host, email, team ?? "", $"{days}"))));
    }

    private static Task<HttpResponseMessage> Ask(TestGateway at, InvitationRequest asked) => at.Http.PostAsJsonAsync("api/sign-in/invitations", asked);

    private static Task<HttpResponseMessage> Redeem(TestGateway at, string code) => at.Http.PostAsJsonAsync("api/sign-in/code", new BrowserCode(code));
}
