using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SessionShare.Gateway.SignIn;
using SessionShare.Gateway.Tests.Walk;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests.Malice;

/// <summary>A client that means harm, on a bare WebSocket.</summary>
public sealed class MaliceTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Bob = "bob@example.com";
    private const string Eve = "eve@example.com";

    public static TheoryData<string, Reason> BadTokens => new()
    {
        { "expired", Reason.TokenExpired },
        { "not yet valid", Reason.TokenNotYetValid },
        { "forged claims", Reason.TokenInvalid },
        { "foreign key", Reason.TokenInvalid },
        { "wrong audience", Reason.TokenInvalid },
        { "wrong issuer", Reason.TokenInvalid },
        { "another algorithm", Reason.TokenInvalid },
        { "no algorithm", Reason.TokenInvalid },
        { "no end", Reason.TokenInvalid },
        { "no token", Reason.TokenInvalid },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_bad_token_opens_no_hub_and_no_route_and_makes_nobody_a_guest(string kind, Reason reason)
    {
        var bearer = ("Authorization", $"Bearer {Token(kind)}");

        foreach (var hub in new[] { Hubs.Sharer.Path, Hubs.Viewer.Path, Hubs.Me.Path })
            (await Handshake.To(gateway, hub, bearer)).Should().Be(Handshake.Refused(reason), hub);
        foreach (var route in WireTable.Routes().Where(route => route.StartsWith("GET ", StringComparison.Ordinal)))
            await (await gateway.Get(route[4..].Replace("{session}", NewId().ToString(), StringComparison.Ordinal), null, bearer)).ShouldRefuse(reason);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("token")]
    public async Task A_token_in_a_url_is_no_token(string name)
    {
        var hub = $"{Hubs.Sharer.Path}?{name}={Caller.TokenOf(gateway, Bob)}";
        using var socket = new System.Net.WebSockets.ClientWebSocket();

        var connect = () => socket.ConnectAsync(new Uri(gateway.Url.ToString().Replace("http:", "ws:", StringComparison.Ordinal) + hub), CancellationToken.None);

        await connect.Should().ThrowAsync<System.Net.WebSockets.WebSocketException>();
    }

    [Fact]
    public async Task A_viewer_that_calls_what_editors_and_the_sharer_call_gets_nothing_through()
    {
        await using var session = await WalkedSession.Begin(gateway);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.View) });
        await using var bob = await RawClient.Connect(gateway, Hubs.Viewer.Path, Caller.TokenOf(gateway, Bob));
        (await bob.Invoke("Join", Join(session)))!["joined"].Should().NotBeNull();

        (await bob.RefusalOf("Type", new { number = 1, bytes = "eA==" })).Should().Be("roleTooLow");
        (await bob.RefusalOf("Resize", new { size = new { columns = 9, rows = 9 } })).Should().Be("roleTooLow");
        (await bob.RefusalOf("HandBack")).Should().Be("roleTooLow");
        foreach (var method in new[] { "Share", "Append", "Control", "ControlSeen", "End", "OnDisconnectedAsync", "Dispose", "get_Context", "ToString" })
            (await bob.Invoke(method, new { }))!["error"].Should().NotBeNull($"{method} is no method of viewers");

        await using var asSharer = await RawClient.Connect(gateway, Hubs.Sharer.Path, Caller.TokenOf(gateway, Bob));
        foreach (var epoch in new long?[] { null, 1, 2, long.MaxValue })
            (await asSharer.RefusalOf("Share", Share(session, epoch))).Should().Be("unknownOrForbidden");
        await asSharer.Tell("Append", Output("mine"));
        await asSharer.Tell("ControlSeen", long.MaxValue);
        (await asSharer.Invoke("End", new { last = 0, reason = "sharerStopped", exitCode = (int?)null }))!.ToJsonString().Should().Contain("invalidRequest");
        (await asSharer.FirstOf("Control", new { after = 0 }))!["refused"]!["reason"]!.GetValue<string>().Should().Be("invalidRequest");

        await session.Output("untouched");
        session.Heard.Should().NotContain(item => item.Typed != null || item.Refused != null || item.Ended != null);
    }

    [Fact]
    public async Task Input_that_is_replayed_or_reordered_is_typed_once_and_in_order()
    {
        await using var session = await WalkedSession.Begin(gateway);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.Edit) });
        await using var bob = await RawClient.Connect(gateway, Hubs.Viewer.Path, Caller.TokenOf(gateway, Bob));
        await bob.Invoke("Join", Join(session));

        foreach (var number in new long[] { 1, 1, 3, 2, 1, 3, 2, 0, -1, long.MaxValue })
            await bob.Invoke("Type", new { number, bytes = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{number}")) });

        await session.Until(items => items.Count(item => item.Typed is not null) >= 3);
        session.Heard.Where(item => item.Typed is not null).Select(item => Encoding.UTF8.GetString(item.Typed!.Bytes.Span)).Should().Equal("1", "2", "3");
    }

    [Fact]
    public async Task Anothers_place_is_taken_by_nobody_without_its_secret()
    {
        await using var session = await WalkedSession.Begin(gateway);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.Edit) });
        await session.Change(new AccessChange { Allow = new EmailRule(Eve, Role.View) });
        await using var bob = await RawClient.Connect(gateway, Hubs.Viewer.Path, Caller.TokenOf(gateway, Bob));
        var key = (await bob.Invoke("Join", Join(session)))!["joined"]!["key"]!;

        await using var eve = await RawClient.Connect(gateway, Hubs.Viewer.Path, Caller.TokenOf(gateway, Eve));
        var guess = new { participant = (string)key["participant"]!, secret = SessionId.Of(RandomNumberGenerator.GetBytes(16)).ToString() };
        var joined = await eve.Invoke("Join", new { version = 1, session = session.Id.ToString(), rejoin = guess });
        var stolen = (string?)joined!["joined"]?["key"]?["participant"] == guess.participant;

        stolen.Should().BeFalse("the secret is another one");
        (await eve.RefusalOf("Type", new { number = 1, bytes = "eA==" })).Should().BeOneOf("roleTooLow", "invalidRequest");
        (await bob.RefusalOf("Type", new { number = 1, bytes = "eA==" })).Should().BeNull("bob is where bob was");
    }

    [Fact]
    public async Task Even_with_the_secret_the_role_is_that_of_who_is_signed_in()
    {
        await using var session = await WalkedSession.Begin(gateway);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.Edit) });
        await using var bob = await RawClient.Connect(gateway, Hubs.Viewer.Path, Caller.TokenOf(gateway, Bob));
        var key = (await bob.Invoke("Join", Join(session)))!["joined"]!["key"]!.DeepClone();

        await using var eve = await RawClient.Connect(gateway, Hubs.Viewer.Path, Caller.TokenOf(gateway, Eve));

        (await eve.RefusalOf("Join", new { version = 1, session = session.Id.ToString(), rejoin = key })).Should().Be("unknownOrForbidden");
    }

    [Fact]
    public async Task Who_was_removed_and_kept_the_connection_gets_nothing_out_and_nothing_through()
    {
        await using var session = await WalkedSession.Begin(gateway);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.Manage) });
        var token = Caller.TokenOf(gateway, Bob);
        await using var bob = await RawClient.Connect(gateway, Hubs.Viewer.Path, token);
        await bob.Invoke("Join", Join(session));

        await session.Change(new AccessChange { Remove = new WhoRule(Bob) });

        (await bob.RefusalOf("Type", new { number = 1, bytes = "eA==" })).Should().Be("unknownOrForbidden");
        (await bob.RefusalOf("RequestRole", new { role = "edit" })).Should().Be("unknownOrForbidden");
        await (await gateway.Send(HttpMethod.Post, $"api/sessions/{session.Id}/access", new AccessChange { Allow = new EmailRule(Bob, Role.Manage) }, token)).ShouldRefuse(Reason.UnknownOrForbidden);
        (await bob.RefusalOf("Join", Join(session))).Should().NotBeNull();
        session.Heard.Should().NotContain(item => item.Typed != null);
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("{}")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":99,"target":"Join"}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Join","arguments":"none"}""")]
    [InlineData("[]")]
    [InlineData("\u0000\u0001\u0002")]
    public async Task A_broken_message_ends_its_own_connection_at_the_most(string message)
    {
        await using var session = await WalkedSession.Begin(gateway);
        await using var eve = await RawClient.Connect(gateway, Hubs.Viewer.Path, null);

        await eve.Send(message);

        await using var another = await RawClient.Connect(gateway, Hubs.Viewer.Path, null);
        (await another.RefusalOf("Blocks", new { from = 1, count = 1 })).Should().Be("invalidRequest");
        await session.Output("the session goes on");
    }

    [Theory]
    [InlineData("Join")]
    [InlineData("Type")]
    [InlineData("Resize")]
    [InlineData("Blocks")]
    [InlineData("RequestRole")]
    public async Task Arguments_of_no_form_are_refused_and_hurt_nobody(string method)
    {
        await using var session = await WalkedSession.Begin(gateway, Role.Edit);
        await using var guest = await RawClient.Connect(gateway, Hubs.Viewer.Path, null);
        if (method != "Join")
            (await guest.Invoke("Join", Join(session, session.Secret)))!["joined"].Should().NotBeNull();

        object?[] forms = [null, new { }, "text", 7, new[] { 1 }, new { session = new string('x', 1000), version = -1, number = "1", size = "large", from = -1, count = int.MaxValue, role = "owner" }];
        foreach (var form in forms)
        {
            var answer = await guest.Invoke(method, form);
            if (answer is not null)
                (answer["refused"] ?? answer["error"]).Should().NotBeNull($"{method} of {form}");
        }

        await session.Output("the session goes on");
        session.Heard.Should().NotContain(item => item.Typed != null);
    }

    [Theory]
    [InlineData(Hubs.Viewer.Path)]
    [InlineData(Hubs.Me.Path)]
    [InlineData(Hubs.Sharer.Path)]
    public async Task Another_sites_page_opens_no_hub_with_a_persons_cookie(string hub)
    {
        var cookie = await Cookie(Bob);

        (await Handshake.To(gateway, hub, ("Cookie", cookie), ("Origin", "http://evil.example"))).Should().Be(Handshake.Refused(Reason.ForeignOrigin));
        (await Handshake.To(gateway, hub, ("Cookie", cookie), ("Origin", gateway.Url.GetLeftPart(UriPartial.Authority)))).Should().Be(Handshake.Accepted);
    }

    [Fact]
    public async Task Another_sites_page_changes_nothing_with_a_persons_cookie()
    {
        await using var session = await WalkedSession.Begin(gateway);
        var cookie = ("Cookie", await Cookie(WalkedSession.Ada));
        foreach (var route in WireTable.Routes().Where(route => !route.StartsWith("GET ", StringComparison.Ordinal)))
        {
            var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace("{session}", session.Id.ToString(), StringComparison.Ordinal));
            foreach (var headers in new (string, string)[][] { [cookie, ("Origin", "http://evil.example")], [cookie, ("Origin", "null")], [cookie, ("Sec-Fetch-Site", "cross-site")], [cookie] })
            {
                var answer = await gateway.Send(new HttpMethod(method), path, new AccessChange { Link = new RoleRule(Role.Edit) }, null, headers);
                ((int)answer.StatusCode).Should().BeInRange(400, 499, $"{route} with {string.Join(", ", headers.Select(header => header.Item1))}");
            }
        }

        await session.Output("nothing happened");
        session.Heard.Should().NotContain(item => item.Ended != null).And.OnlyContain(item => item.Link == null || item.Link.EndsWith(session.Secret));
    }

    [Fact]
    public async Task Guessing_tells_nothing_of_which_sessions_there_are()
    {
        await using var session = await WalkedSession.Begin(gateway, Role.View);
        await using var eve = await RawClient.Connect(gateway, Hubs.Viewer.Path, Caller.TokenOf(gateway, Eve));
        var wrong = SessionId.Of(RandomNumberGenerator.GetBytes(16)).ToString();

        var there = await eve.Invoke("Join", Join(session, wrong));
        var nowhere = await eve.Invoke("Join", new { version = 1, session = NewId().ToString(), linkSecret = wrong });

        there!.ToJsonString().Should().Be(nowhere!.ToJsonString());
    }

    [Fact]
    public async Task What_was_tried_is_in_the_audit()
    {
        await using var session = await WalkedSession.Begin(gateway);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.View) });
        var token = Caller.TokenOf(gateway, Bob);
        await Handshake.To(gateway, Hubs.Viewer.Path, ("Authorization", $"Bearer {Token("foreign key")}"));
        await using var asSharer = await RawClient.Connect(gateway, Hubs.Sharer.Path, token);
        await asSharer.Invoke("Share", Share(session, 1));
        await session.Change(new AccessChange { Remove = new WhoRule(Bob) });
        await using var bob = await RawClient.Connect(gateway, Hubs.Viewer.Path, token);
        await bob.Invoke("Join", Join(session));

        var told = await AuditTests.Until(
            gateway, $"session={session.Id}", entries => entries.Any(entry => entry.Kind == AuditKind.JoinRefused) && entries.Any(entry => entry.Kind == AuditKind.ShareRefused));

        foreach (var kind in new[] { AuditKind.ShareRefused, AuditKind.JoinRefused })
            told.Single(entry => entry.Kind == kind).Should().Match<AuditEntry>(entry => entry.Actor!.Email == Bob && entry.Address == "127.0.0.1" && entry.Reason == Reason.UnknownOrForbidden);
        told.Single(entry => entry.Kind == AuditKind.Removed).Actor!.Email.Should().Be(WalkedSession.Ada);
        await AuditTests.Until(gateway, "kind=signInRefused", entries => entries.Any(entry => entry.Reason == Reason.TokenInvalid));
    }

    private static object Join(WalkedSession session, string? secret = null) => new { version = 1, session = session.Id.ToString(), linkSecret = secret };

    private static object Share(WalkedSession session, long? epoch) =>
        new { version = 1, session = session.Id.ToString(), epoch, title = "mine", size = new { columns = 80, rows = 24 }, allow = Array.Empty<object>(), link = "edit" };

    private static AppendRequest Output(string text) => new(1, 1, OneFrame.Of(1, text));

    private static SessionId NewId() => SessionId.Of(RandomNumberGenerator.GetBytes(16));

    private async Task<string> Cookie(string email)
    {
        var code = await gateway.Send(HttpMethod.Post, HttpApi.BrowserCode, null, Caller.TokenOf(gateway, email));
        var signedIn = await gateway.Send(HttpMethod.Post, HttpApi.Browser, await code.Content.ReadFromJsonAsync<BrowserCode>(), null, ("Origin", gateway.Url.GetLeftPart(UriPartial.Authority)));
        signedIn.StatusCode.Should().Be(HttpStatusCode.OK);
        return signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private string Token(string kind)
    {
        var own = new SymmetricSecurityKey(gateway.Of<LocalKey>().Signing) { KeyId = gateway.Of<LocalKey>().Id };
        var foreign = new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)) { KeyId = own.KeyId };
        var now = DateTime.UtcNow;
        var right = Caller.TokenOf(gateway, Bob).Split('.');
        return kind switch
        {
            "expired" => Make(own, from: now.AddDays(-2), to: now.AddDays(-1)),
            "not yet valid" => Make(own, from: now.AddDays(1), to: now.AddDays(2)),
            "forged claims" => $"{right[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(right[1]).Replace("bob@", "ada@", StringComparison.Ordinal))}.{right[2]}",
            "foreign key" => Make(foreign),
            "wrong audience" => Make(own, audience: "another service"),
            "wrong issuer" => Make(own, issuer: "another issuer"),
            "another algorithm" => Make(new RsaSecurityKey(RSA.Create(2048)) { KeyId = own.KeyId }, algorithm: SecurityAlgorithms.RsaSha256),
            "no algorithm" => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{right[1]}.",
            "no end" => Make(own, endless: true),
            _ => "no token",
        };

        static string Make(SecurityKey key, DateTime? from = null, DateTime? to = null, string audience = "sessionshare", string issuer = LocalIssuer.Name, string algorithm = SecurityAlgorithms.HmacSha256, bool endless = false)
        {
            var (begin, end) = (from ?? DateTime.UtcNow.AddMinutes(-1), endless ? (DateTime?)null : to ?? DateTime.UtcNow.AddDays(1));
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                NotBefore = begin,
                Expires = end,
                Claims = Callers.Claims(LocalIssuer.Identify(Bob, null)),
                SigningCredentials = new SigningCredentials(key, algorithm),
            });
        }
    }
}
