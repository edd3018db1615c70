using System.Net.Http.Json;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>An organization's policy over the wire: refusals say which setting and which limit, and a sharer can look it up.</summary>
public sealed class PolicyTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() =>
        _gateway = await TestGateway.Start("--set", "Policy:Domains=example.com", "--set", "Policy:LongestGrant=08:00:00", "--set", "Policy:Guests=false");

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Sharer_hears_what_is_against_the_policy_and_finds_it_in_usage_and_in_the_rules()
    {
        var id = SessionId.Of(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        var token = (await _gateway.SignIn("ada@example.com")).Token;
        await using var sharer = await new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(token) }).ConnectSharer(_gateway.Url, CancellationToken.None);
        var request = new ShareRequest(WireLimits.ProtocolVersion, id, null, "t", new TerminalSize(80, 24), [new EmailRule("eve@evil.example", Role.View)], Role.View);

        var refused = (await sharer.Share(request, CancellationToken.None)).Refused!;
        refused.Reason.Should().Be(Reason.Policy);
        refused.Text.Should().Contain("Policy:Domains");
        (await sharer.Share(request with { Allow = [] }, CancellationToken.None)).Refused.Should().BeNull();

        (await (await _gateway.Get("api/usage", token)).Content.ReadFromJsonAsync<Usage>())!.Policy!.LongestGrantSeconds.Should().Be(8 * 3600);
        var access = (await (await _gateway.Get($"api/sessions/{id}/access", token)).Content.ReadFromJsonAsync<Protocol.Access>())!;
        access.Policy!.Guests.Should().BeFalse();
        access.Link.Until.Should().NotBeNull("it was given no end");
        await (await _gateway.Send(HttpMethod.Post, $"api/sessions/{id}/access", new AccessChange { Link = new RoleRule(Role.View, 9 * 3600) }, token)).ShouldRefuse(Reason.Policy);

        await using var guest = await new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(null) }).ConnectViewer(_gateway.Url, CancellationToken.None);
        SessionLink.TryParse(access.LinkUrl, out var link).Should().BeTrue();
        var join = new JoinRequest(WireLimits.ProtocolVersion, id, link!.Secret, "Guest", null);
        (await guest.Join(join, CancellationToken.None)).Refused!.Text.Should().Contain("Policy:Guests");
        (await guest.Join(join with { LinkSecret = null }, CancellationToken.None)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
    }
}
