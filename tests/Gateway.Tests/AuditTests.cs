using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SessionShare.Client;
using SessionShare.Gateway.SignIn;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>The audit over the wire, as an operator's tool of another language would read it: docs/protocol.md, section 8.</summary>
public sealed class AuditTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Operator = "op@example.com";
    private const string Ada = "ada@example.com";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Operator_reads_who_shared_who_came_and_who_was_refused_and_from_where()
    {
        var session = NewId();
        await using var sharer = await Share(gateway, session);
        await using var viewer = await new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(null) }).ConnectViewer(gateway.Url, CancellationToken.None);
        var join = new JoinRequest(WireLimits.ProtocolVersion, session, "0123456789012345678901", "Mallory", null);
        (await viewer.Join(join, CancellationToken.None)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        (await viewer.Join(join with { Session = NewId() }, CancellationToken.None)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);

        var told = await Until(gateway, $"session={session}", entries => entries.Any(entry => entry.Kind == AuditKind.JoinRefused));

        told.Should().AllSatisfy(entry => entry.Session.Should().Be(session.ToString()));
        told.Single(entry => entry.Kind == AuditKind.Shared).Should().Match<AuditEntry>(entry => entry.Actor!.Email == Ada && entry.Address == "127.0.0.1" && entry.Text == "t");
        told.Single(entry => entry.Kind == AuditKind.JoinRefused).Should().Match<AuditEntry>(entry => entry.Actor!.Name == "Mallory" && entry.Actor.Guest == true && entry.Address == "127.0.0.1" && entry.Reason == Reason.UnknownOrForbidden);
        await Until(gateway, "kind=joinRefused", entries => entries.Any(entry => entry.Session != session.ToString()), "the join of a session that there is not, too");
    }

    [Fact]
    public async Task Sign_ins_refused_ones_and_invitations_stand_in_it()
    {
        var own = await TestGateway.Start();
        var (nonce, keyFile) = await own.Challenge();
        await own.Http.PostAsJsonAsync("api/sign-in/local", new LocalSignIn("eve@example.com", null, nonce, "wrong"));
        await own.Get("api/me", "a.b.c");
        var invited = await InvitationTests.Invited(own, "ana@example.com", null);
        await own.Http.PostAsJsonAsync("api/sign-in/code", new BrowserCode(invited.Code));
        await own.Http.PostAsJsonAsync("api/sign-in/code", new BrowserCode(invited.Code));

        var told = await Until(own, "", entries => entries.Count(entry => entry.Kind == AuditKind.SignInRefused) == 3 && entries.Any(entry => entry.Kind == AuditKind.AuditRead));

        told.Select(entry => (entry.Kind, entry.Actor?.Email ?? entry.Whom?.Email, entry.Reason)).Should().Contain(
        [
            (AuditKind.SignInRefused, "eve@example.com", Reason.SignInRefused),
            (AuditKind.SignInRefused, null, Reason.TokenInvalid),
            (AuditKind.Invited, "ana@example.com", null),
            (AuditKind.SignedIn, "ana@example.com", null),
            (AuditKind.SignedIn, Operator, null),
            (AuditKind.AuditRead, Operator, null),
        ]);
        JsonSerializer.Serialize(told).Should().NotContain(invited.Code);
        await own.DisposeAsync();
    }

    [Theory]
    [InlineData("api/audit")]
    [InlineData("api/audit/feed")]
    public async Task Who_is_no_operator_is_refused(string path)
    {
        var invited = await InvitationTests.Invited(gateway, "ana@example.com", null);
        var signedIn = await (await gateway.Http.PostAsJsonAsync("api/sign-in/code", new BrowserCode(invited.Code))).Content.ReadFromJsonAsync<SignedIn>();

        await (await gateway.Get(path, signedIn!.Token)).ShouldRefuse(Reason.RoleTooLow);
        await (await gateway.Get(path)).ShouldRefuse(Reason.SignInRequired);
    }

    [Theory]
    [InlineData("day=yesterday", "it must be a UTC day such as")]
    [InlineData("day=2999-01-01", "still to come")]
    [InlineData("after=17", "it must be a position such as")]
    [InlineData("after=2026-11-26/-1", "it must be a position such as")]
    [InlineData("count=0", "it must be 1 to 1000")]
    [InlineData("count=1001", "it must be 1 to 1000")]
    [InlineData("kind=danced", "it must be one of signedIn,")]
    [InlineData("kind=1", "it must be one of signedIn,")]
    public async Task A_question_that_is_none_is_refused_and_told_what_would_be_right(string query, string right)
    {
        var answer = await gateway.Get($"api/audit?{query}", (await gateway.SignIn(Operator)).Token);

        (await answer.Content.ReadAsStringAsync()).Should().Contain(right);
        await answer.ShouldRefuse(Reason.InvalidRequest);
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended()
    {
        for (var i = 0; i < 3; i++)
            await (await Share(gateway, NewId())).DisposeAsync();
        await Until(gateway, "kind=shared", entries => entries.Length >= 3);

        var first = await Page(gateway, "kind=shared&count=2");
        var second = await Page(gateway, $"kind=shared&count=1&after={first.Next}");

        first.More.Should().BeTrue();
        first.Entries.Should().HaveCount(2);
        second.Entries.Should().ContainSingle().Which.Id.Should().NotBe(first.Entries[0].Id).And.NotBe(first.Entries[1].Id);
        (await Page(gateway, "day=2020-01-01")).Should().BeEquivalentTo(new AuditPage([], "2020-01-01/0", false));
    }

    [Fact]
    public async Task A_feed_keeps_coming_and_is_resumed_by_position()
    {
        var session = NewId();
        await using var sharer = await Share(gateway, session);
        string position;
        await using (var feed = await Feed.Open(gateway, $"session={session}"))
            position = (await feed.First(entry => entry.Kind == AuditKind.LinkRule)).Position!;

        await using var resumed = await Feed.Open(gateway, $"session={session}&after={position}");
        (await gateway.Send(HttpMethod.Post, $"api/sessions/{session}/stop", null, (await gateway.SignIn(Ada)).Token)).EnsureSuccessStatusCode();

        (await resumed.First(_ => true)).Kind.Should().Be(AuditKind.Ended, "nothing of before comes again");
    }

    [Fact]
    public async Task A_feed_ends_when_the_server_stops_and_what_was_told_last_is_there_afterwards()
    {
        var folder = Directory.CreateTempSubdirectory("sessionshare-audit-");
        var own = await TestGateway.Start("--data", folder.FullName);
        await using var feed = await Feed.Open(own, "");
        await feed.First(entry => entry.Kind == AuditKind.AuditRead);
        await own.Get("api/me", "a.b.c");
        await own.DisposeAsync();
        await feed.Ended();

        var next = await TestGateway.Start("--data", folder.FullName);
        (await Page(next, "kind=signInRefused")).Entries.Should().ContainSingle();
        await next.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Where_nothing_is_kept_nothing_is_recorded()
    {
        var own = await TestGateway.Start("--set", "Audit:KeepFor=00:00:00");
        await (await Share(own, NewId())).DisposeAsync();

        (await Page(own, "")).Entries.Should().BeEmpty();
        await own.DisposeAsync();
    }

    [Theory]
    [InlineData(null, "203.0.113.5", "127.0.0.1")]
    [InlineData("10.0.0.0/8", "203.0.113.5", "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.5", "203.0.113.5")]
    [InlineData("127.0.0.0/8,10.1.2.3", "6.6.6.6, 203.0.113.5, 10.1.2.3", "203.0.113.5")]
    public async Task A_forwarded_address_counts_from_known_proxies_only(string? proxies, string header, string expected)
    {
        var own = await TestGateway.Start(proxies is null ? [] : ["--set", $"Gateway:Proxies={proxies}"]);
        await own.Get("api/me", "a.b.c", ("X-Forwarded-For", header));

        var told = await Until(own, "kind=signInRefused", entries => entries.Length > 0);

        told.Should().ContainSingle().Which.Address.Should().Be(expected);
        await own.DisposeAsync();
    }

    [Fact]
    public void Operator_is_who_the_providers_claim_names_and_an_organization_has_an_audit_of_its_own()
    {
        var provider = new Provider(
            Microsoft.Extensions.Options.Options.Create(new SignInOptions { OperatorClaim = "roles", OperatorValue = "ops", OrganizationClaim = "org" }),
            Microsoft.Extensions.Options.Options.Create(new Grains.Quota.PlanOptions()),
            TimeProvider.System);

        var ann = ProviderTests.Token(("iss", "i"), ("sub", "s"), ("email", "ann@example.com"), ("email_verified", "true"), ("roles", "dev"), ("roles", "ops"), ("org", "acme"));
        var bob = ProviderTests.Token(("iss", "i"), ("sub", "t"), ("email", "bob@example.com"), ("email_verified", "true"), ("roles", "OPS"), ("operator", "True"));

        (provider.IsOperator(ann), provider.IsOperator(bob)).Should().Be((true, false));
        Callers.IsOperator(Callers.Principal(provider.Identify(ann), "any", provider.IsOperator(ann))).Should().BeTrue();
        Callers.IsOperator(Callers.Principal(provider.Identify(bob), "any", provider.IsOperator(bob))).Should().BeFalse();
        new Grains.Audit.AuditOptions().OrganizationOf(provider.Identify(ann)).Should().Be("acme");
        new Grains.Audit.AuditOptions().OrganizationOf(provider.Identify(bob)).Should().Be("default");
    }

    private static SessionId NewId() => SessionId.Of(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    private static async Task<ISharerConnection> Share(TestGateway at, SessionId id)
    {
        var token = (await at.SignIn(Ada)).Token;
        var sharer = await new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(token) }).ConnectSharer(at.Url, CancellationToken.None);
        (await sharer.Share(new ShareRequest(WireLimits.ProtocolVersion, id, null, "t", new TerminalSize(80, 24), [], Role.View), CancellationToken.None)).Refused.Should().BeNull();
        return sharer;
    }

    private static async Task<AuditPage> Page(TestGateway at, string query)
    {
        var answer = await at.Get($"api/audit?{query}", (await at.SignIn(Operator)).Token);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<AuditPage>())!;
    }

    internal static async Task<AuditEntry[]> Until(TestGateway at, string query, Predicate<AuditEntry[]> areThere, string? expected = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            AuditEntry[] entries = [.. (await Page(at, $"{query}&count=1000")).Entries];
            if (areThere(entries))
                return entries;
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Expected {expected ?? "other entries"}; there are {string.Join(", ", entries.Select(entry => entry.Kind))}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>An open feed, line by line.</summary>
    private sealed class Feed(HttpResponseMessage answer, StreamReader lines) : IAsyncDisposable
    {
        public static async Task<Feed> Open(TestGateway at, string query)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"api/audit/feed?{query}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await at.SignIn(Operator)).Token);
            var answer = await at.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.MediaType.Should().Be("application/x-ndjson");
            return new Feed(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
        }

        public async Task<AuditEntry> First(Predicate<AuditEntry> isIt)
        {
            while (await lines.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                if (line.Length > 0 && JsonSerializer.Deserialize<AuditEntry>(line, JsonSerializerOptions.Web) is { } entry && isIt(entry))
                    return entry;
            }

            throw new InvalidOperationException("The feed ended without it.");
        }

        /// <summary>The server ends it, in good order or not.</summary>
        public async Task Ended()
        {
            try
            {
                while (await lines.ReadLineAsync().WaitAsync(Patience) is not null)
                {
                }
            }
            catch (IOException)
            {
            }
        }

        public ValueTask DisposeAsync()
        {
            lines.Dispose();
            answer.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
