using System.Net.Http.Json;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>Asking for access over the wire: docs/protocol.md, section 5.</summary>
public sealed class AskTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Ada = "ada@example.com";
    private const string Eve = "eve@example.com";
    private const string Name = "0123456789012345678901";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Who_has_the_link_and_no_access_asks_and_is_let_in()
    {
        var (session, sharer, secret) = await Share();
        await using var _ = sharer;
        var told = sharer.Control(new ControlRequest(0), CancellationToken.None).FirstOf(item => item.Roster?.Asking is { Count: 1 });
        await using var eve = await Connect(Eve);
        var join = new JoinRequest(WireLimits.ProtocolVersion, session, secret, null, null);
        (await eve.Join(join, CancellationToken.None)).Refused!.Reason.Should().Be(Reason.NoAccess);

        var asking = eve.Ask(new AskRequest(WireLimits.ProtocolVersion, session, secret, Role.View, Name), CancellationToken.None);
        var granted = asking.FirstOf(item => item.Granted is not null);

        var asks = (await told.WaitAsync(Patience)).Roster!.Asking!.Single();
        asks.Should().Be(new AskedRole(Name, new Person("eve", Eve), Role.View));
        var rules = await Change(session, new AccessChange { Grant = new Grant(asks.Participant, Role.View) });
        rules.Asking.Should().BeNull();
        (await granted.WaitAsync(Patience)).Granted.Should().Be(Role.View);
        (await eve.Join(join, CancellationToken.None)).Joined!.Role.Should().Be(Role.View);
    }

    [Fact]
    public async Task No_is_said_and_whoever_goes_asks_no_more()
    {
        var (session, sharer, secret) = await Share();
        await using var _ = sharer;
        await using (var eve = await Connect(Eve))
        {
            var refused = eve.Ask(new AskRequest(WireLimits.ProtocolVersion, session, secret, Role.Edit, Name), CancellationToken.None).FirstOf(item => item.Refused is not null);
            await Until(session, rules => rules.Asking is { Count: 1 });
            await Change(session, new AccessChange { Refuse = new WhoRule(Participant: Name) });
            (await refused.WaitAsync(Patience)).Refused!.Text.Should().EndWith("The sharer said no.");
        }

        await using (var again = await Connect(Eve))
        {
            using var gone = new CancellationTokenSource();
            var waits = again.Ask(new AskRequest(WireLimits.ProtocolVersion, session, secret, Role.Edit, Name), gone.Token).FirstOf(item => item.Waits == true);
            await waits.WaitAsync(Patience);
        }

        await Until(session, rules => rules.Asking is null);
    }

    [Fact]
    public async Task A_guest_is_asked_to_sign_in_and_who_guesses_is_told_nothing()
    {
        var (session, sharer, secret) = await Share();
        await using var _ = sharer;
        await using var guest = await Connect(null);
        var join = new JoinRequest(WireLimits.ProtocolVersion, session, secret, "Guest", null);

        (await guest.Join(join, CancellationToken.None)).Refused!.Text.Should().EndWith("Sign in to do so.");
        (await First(guest, session, secret)).Reason.Should().Be(Reason.SignInRequired);
        (await First(guest, session, Name)).Reason.Should().Be(Reason.UnknownOrForbidden);
        (await First(guest, SessionId.Of(new byte[16]), secret)).Should().Be(await First(guest, session, Name), "an unknown session and a forbidden one have one answer");
    }

    [Theory]
    [InlineData(2, Name, Reason.VersionMismatch)]
    [InlineData(1, "short", Reason.InvalidRequest)]
    public async Task Asking_that_is_malformed_is_refused(int version, string name, Reason reason)
    {
        await using var eve = await Connect(Eve);

        var item = await eve.Ask(new AskRequest(version, SessionId.Of(new byte[16]), null, Role.View, name), CancellationToken.None).FirstOf(_ => true);

        item.Refused!.Reason.Should().Be(reason);
    }

    private static async Task<Refusal> First(IViewerConnection viewer, SessionId session, string secret) =>
        (await viewer.Ask(new AskRequest(WireLimits.ProtocolVersion, session, secret, Role.View, Name), CancellationToken.None).FirstOf(_ => true)).Refused!;

    private async Task<(SessionId Session, ISharerConnection Sharer, string Secret)> Share()
    {
        var id = SessionId.Of(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        var token = (await gateway.SignIn(Ada)).Token;
        var sharer = await new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(token) }).ConnectSharer(gateway.Url, CancellationToken.None);
        var reply = await sharer.Share(new ShareRequest(WireLimits.ProtocolVersion, id, null, "t", new TerminalSize(80, 24), [], Role.None), CancellationToken.None);
        SessionLink.TryParse(reply.Shared!.Link, out var link).Should().BeTrue();
        return (id, sharer, link!.Secret!);
    }

    private async Task<IViewerConnection> Connect(string? email)
    {
        var token = email is null ? null : (await gateway.SignIn(email)).Token;
        return await new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult(token) }).ConnectViewer(gateway.Url, CancellationToken.None);
    }

    private async Task<Protocol.Access> Change(SessionId session, AccessChange change)
    {
        var answer = await gateway.Send(HttpMethod.Post, $"api/sessions/{session}/access", change, (await gateway.SignIn(Ada)).Token);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Protocol.Access>())!;
    }

    private async Task Until(SessionId session, Predicate<Protocol.Access> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        var token = (await gateway.SignIn(Ada)).Token;
        while (!holds((await (await gateway.Get($"api/sessions/{session}/access", token)).Content.ReadFromJsonAsync<Protocol.Access>())!))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
