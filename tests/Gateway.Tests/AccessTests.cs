using System.Net.Http.Json;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>Who may do what, over the wire: before and after each change of a rule.</summary>
public sealed class AccessTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Ada = "ada@example.com";
    private const string Bob = "bob@example.com";

    [Fact]
    public async Task Every_method_is_refused_until_the_rules_allow_it_and_again_when_they_no_longer_do()
    {
        await using var session = await Shared.Begin(gateway, new EmailRule(Bob, Role.View));
        await using var bob = await session.Join(Bob);

        await session.ShouldRefuse(Bob, bob, types: Reason.RoleTooLow, manages: Reason.RoleTooLow);
        (await session.Change(Ada, new AccessChange { Allow = new EmailRule(Bob, Role.Edit) })).EnsureSuccessStatusCode();
        await session.ShouldRefuse(Bob, bob, types: null, manages: Reason.RoleTooLow);
        (await session.Change(Ada, new AccessChange { Allow = new EmailRule(Bob, Role.Manage) })).EnsureSuccessStatusCode();
        await session.ShouldRefuse(Bob, bob, types: null, manages: null);
        (await session.Change(Ada, new AccessChange { RevokeAll = true })).EnsureSuccessStatusCode();
        await session.ShouldRefuse(Bob, bob, types: Reason.RoleTooLow, manages: Reason.RoleTooLow);
        (await session.Change(Ada, new AccessChange { Remove = new WhoRule(Bob) })).EnsureSuccessStatusCode();
        await session.ShouldRefuse(Bob, bob, types: Reason.UnknownOrForbidden, manages: Reason.UnknownOrForbidden);

        (await session.Stop(Bob)).StatusCode.Should().Be(System.Net.HttpStatusCode.NotFound, "only the sharer stops");
    }

    [Fact]
    public async Task Who_is_removed_while_watching_hears_why_and_cannot_come_back()
    {
        await using var session = await Shared.Begin(gateway, new EmailRule(Bob, Role.View));
        await using var bob = await session.Join(Bob);
        var closed = bob.Watch(new WatchRequest(false, 0, null), CancellationToken.None).FirstClosed();

        (await session.Change(Ada, new AccessChange { Remove = new WhoRule(Bob) })).EnsureSuccessStatusCode();

        (await closed.WaitAsync(Shared.Patience)).Reason.Should().Be(Reason.AccessEnded);
        await using var again = await session.Connect(Bob);
        (await again.Join(session.JoinOf(), CancellationToken.None)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        (await session.Change(Ada, new AccessChange { Allow = new EmailRule(Bob, Role.View) })).EnsureSuccessStatusCode();
        await using var back = await session.Join(Bob);
    }

    [Fact]
    public async Task A_rule_that_ends_takes_the_viewer_out_by_itself()
    {
        await using var session = await Shared.Begin(gateway, new EmailRule(Bob, Role.View));
        await using var bob = await session.Join(Bob);
        (await session.Change(Ada, new AccessChange { Allow = new EmailRule(Bob, Role.Edit, ForSeconds: 1) })).EnsureSuccessStatusCode();

        var closed = await bob.Watch(new WatchRequest(false, 0, null), CancellationToken.None).FirstClosed().WaitAsync(Shared.Patience);

        closed.Reason.Should().Be(Reason.AccessEnded);
        (await bob.Type(new TypeRequest(1, "x"u8.ToArray()), CancellationToken.None)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
    }

    [Fact]
    public async Task A_changed_link_is_told_to_the_sharer_and_the_old_one_opens_nothing()
    {
        await using var session = await Shared.Begin(gateway);
        var first = session.Link;

        var rules = await Read(await session.Change(Ada, new AccessChange { Link = new RoleRule(Role.View) }));

        rules.LinkUrl.Should().NotBe(first);
        await session.Sharer.Control(new ControlRequest(0), CancellationToken.None).FirstOf(item => item.Link == rules.LinkUrl).WaitAsync(Shared.Patience);
        SessionLink.TryParse(first, out var old).Should().BeTrue();
        SessionLink.TryParse(rules.LinkUrl, out var now).Should().BeTrue();
        await using var guest = await session.Connect(null);
        (await guest.Join(session.JoinOf(old!.Secret), CancellationToken.None)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        (await guest.Join(session.JoinOf(now!.Secret), CancellationToken.None)).Joined!.Role.Should().Be(Role.View);
    }

    [Fact]
    public async Task A_request_reaches_the_sharer_by_the_roster_and_its_grant_the_viewer()
    {
        await using var session = await Shared.Begin(gateway, new EmailRule(Bob, Role.View));
        await using var bob = await session.Join(Bob);
        var heard = session.Sharer.Control(new ControlRequest(0), CancellationToken.None)
            .FirstOf(item => item.Roster?.Participants.Any(known => known.Request == Role.Edit) == true);

        (await bob.RequestRole(new RoleRequest(Role.Edit), CancellationToken.None)).Refused.Should().BeNull();

        var participant = (await heard.WaitAsync(Shared.Patience)).Roster!.Participants.Single().Id;
        var granted = bob.Watch(new WatchRequest(false, 0, null), CancellationToken.None)
            .FirstOf(item => (item.Roster ?? item.Present?.Roster)?.Participants.Any(known => known is { Role: Role.Edit, Request: null }) == true);
        var rules = await Read(await session.Change(Ada, new AccessChange { Grant = new Grant(participant, Role.Edit, ForSeconds: 900) }));
        rules.Allow.Should().HaveCount(2).And.ContainSingle(rule => rule.Role == Role.Edit && rule.Until != null);
        await granted.WaitAsync(Shared.Patience);
        (await bob.HandBack(CancellationToken.None)).Refused.Should().BeNull();
        (await bob.Type(new TypeRequest(1, "x"u8.ToArray()), CancellationToken.None)).Refused!.Reason.Should().Be(Reason.RoleTooLow);
    }

    [Fact]
    public async Task Everyone_with_access_sees_who_is_there_each_person_once_and_only_the_sharer_who_is_invited()
    {
        await using var session = await Shared.Begin(gateway, new EmailRule(Bob, Role.View), new EmailRule("carol@example.com", Role.Edit));
        await using var first = await session.Join(Bob);
        await using var second = await session.Join(Bob);

        var people = await session.People(Ada);

        people.Select(person => (person.Person.Email, person.Presence, person.Devices)).Should().Equal(
            (Ada, Presence.Away, 1), (Bob, Presence.Here, 2), ("carol@example.com", Presence.Invited, 0));
        people[1].Since.Should().NotBeNull();
        (await session.People(Bob)).Should().HaveCount(2);
        await (await gateway.Get($"api/sessions/{session.Id}/people", await session.TokenOf("eve@example.com"))).ShouldRefuse(Reason.UnknownOrForbidden);
        await (await gateway.Get($"api/sessions/{session.Id}/people")).ShouldRefuse(Reason.SignInRequired);
        (await (await gateway.Get($"api/sessions/{session.Id}/people", await session.TokenOf(Bob))).Content.ReadAsStringAsync())
            .Should().Contain("\"presence\":\"here\"").And.Contain("\"avatar\":{\"initials\":\"").And.NotContain("carol");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"revokeAll":false}""")]
    [InlineData("""{"revokeAll":true,"link":{"role":"view"}}""")]
    [InlineData("""{"link":{"role":"manage"}}""")]
    [InlineData("""{"link":{"role":"view","forSeconds":0}}""")]
    [InlineData("""{"allow":{"email":"nobody","role":"view"}}""")]
    [InlineData("""{"allow":{"email":"ada@example.com","role":"view"}}""")]
    [InlineData("""{"team":{"role":"view"}}""")]
    [InlineData("""{"revoke":{}}""")]
    [InlineData("""{"grant":{"participant":"nobody","role":"edit"}}""")]
    [InlineData("nonsense")]
    public async Task A_change_that_is_none_is_refused(string body)
    {
        await using var session = await Shared.Begin(gateway);
        var request = new HttpRequestMessage(HttpMethod.Post, $"api/sessions/{session.Id}/access") { Content = new StringContent(body, null, "application/json") };
        request.Headers.Authorization = new("Bearer", await session.TokenOf(Ada));

        await (await gateway.Http.SendAsync(request)).ShouldRefuse(Reason.InvalidRequest);
    }

    private static async Task<Protocol.Access> Read(HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Protocol.Access>())!;
    }

    /// <summary>A session of Ada's, and what others do with it.</summary>
    private sealed class Shared(TestGateway gateway, SessionId id, ISharerConnection sharer, string link) : IAsyncDisposable
    {
        public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
        private long _typed;

        public SessionId Id => id;

        public ISharerConnection Sharer => sharer;

        public string Link => link;

        public static async Task<Shared> Begin(TestGateway gateway, params EmailRule[] allow)
        {
            var id = SessionId.Of(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
            var token = (await gateway.SignIn(Ada)).Token;
            var sharer = await new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(token) })
                .ConnectSharer(gateway.Url, CancellationToken.None);
            var reply = await sharer.Share(new ShareRequest(WireLimits.ProtocolVersion, id, null, "t", new TerminalSize(80, 24), allow, Role.View), CancellationToken.None);
            return new Shared(gateway, id, sharer, reply.Shared!.Link);
        }

        public async Task<string> TokenOf(string email) => (await gateway.SignIn(email)).Token;

        public async Task<IViewerConnection> Connect(string? email)
        {
            var token = email is null ? null : await TokenOf(email);
            return await new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult(token) }).ConnectViewer(gateway.Url, CancellationToken.None);
        }

        public async Task<IReadOnlyList<PersonInSession>> People(string email)
        {
            var token = await TokenOf(email);
            using var api = new ServerApi(gateway.Url, _ => ValueTask.FromResult<string?>(token));
            return await api.People(id, CancellationToken.None);
        }

        public JoinRequest JoinOf(string? secret = null) => new(WireLimits.ProtocolVersion, id, secret, null, null);

        public async Task<IViewerConnection> Join(string email)
        {
            var viewer = await Connect(email);
            (await viewer.Join(JoinOf(), CancellationToken.None)).Refused.Should().BeNull();
            return viewer;
        }

        public async Task<HttpResponseMessage> Change(string email, AccessChange change) =>
            await gateway.Send(HttpMethod.Post, $"api/sessions/{id}/access", change, await TokenOf(email));

        public async Task<HttpResponseMessage> Stop(string email) => await gateway.Send(HttpMethod.Post, $"api/sessions/{id}/stop", null, await TokenOf(email));

        /// <summary>Calls every editor's and every manager's method; null: it is not refused for a right.</summary>
        public async Task ShouldRefuse(string email, IViewerConnection viewer, Reason? types, Reason? manages)
        {
            // Nobody listens at the sharer's: input that is allowed is refused for that alone.
            var typed = (await viewer.Type(new TypeRequest(++_typed, "x"u8.ToArray()), CancellationToken.None)).Refused?.Reason;
            typed.Should().Be(types ?? Reason.SharerAway);
            ((await viewer.Resize(new ResizeRequest(new TerminalSize(90, 30)), CancellationToken.None)).Refused?.Reason).Should().Be(types);
            if (types is not null)
                ((await viewer.HandBack(CancellationToken.None)).Refused?.Reason).Should().Be(types);

            var token = await TokenOf(email);
            await ShouldBe(await gateway.Get($"api/sessions/{id}/access", token), manages);
            AccessChange[] changes =
            [
                new() { Allow = new EmailRule("eve@example.com", Role.View) },
                new() { Link = new RoleRule(Role.View) },
                new() { Revoke = new WhoRule("eve@example.com") },
                new() { Remove = new WhoRule("eve@example.com") },
            ];
            foreach (var change in changes)
                await ShouldBe(await gateway.Send(HttpMethod.Post, $"api/sessions/{id}/access", change, token), manages);
        }

        public ValueTask DisposeAsync() => sharer.DisposeAsync();

        private static async Task ShouldBe(HttpResponseMessage answer, Reason? refused)
        {
            if (refused is { } reason)
                await answer.ShouldRefuse(reason);
            else
                answer.IsSuccessStatusCode.Should().BeTrue();
        }
    }
}

/// <summary>Reading a stream up to what is waited for.</summary>
internal static class Streams
{
    public static async Task<T> FirstOf<T>(this IAsyncEnumerable<T> items, Predicate<T> isIt)
    {
        await foreach (var item in items)
        {
            if (isIt(item))
                return item;
        }

        throw new InvalidOperationException("The stream ended without it.");
    }

    public static async Task<Refusal> FirstClosed(this IAsyncEnumerable<WatchItem> items) => (await items.FirstOf(item => item.Closed is not null)).Closed!;
}
