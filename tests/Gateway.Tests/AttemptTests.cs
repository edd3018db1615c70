using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using SessionShare.Client;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.Rates;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>Guessing: it is slowed down for who guesses, and for nobody else.</summary>
public sealed class AttemptTests
{
    private readonly Clock _time = new();

    [Fact]
    public void So_many_refusals_a_minute_are_borne_and_the_rest_of_it_is_refused_unseen()
    {
        var refused = new RefusedAttempts(3, _time);

        refused.Refused("a").Should().BeFalse();
        refused.Refused("a").Should().BeFalse();
        refused.IsFull("a").Should().BeFalse();
        refused.Refused("a").Should().BeTrue("it is said once");
        refused.Refused("a").Should().BeFalse();
        (refused.IsFull("a"), refused.IsFull("b"), refused.IsFull(null)).Should().Be((true, false, false));

        _time.Now += TimeSpan.FromSeconds(60);
        refused.IsFull("a").Should().BeFalse();
        refused.Refused("a").Should().BeFalse("a new minute begins");
    }

    [Fact]
    public void However_many_guess_only_so_many_are_remembered()
    {
        var refused = new RefusedAttempts(2, _time);
        for (var i = 0; i < 120_000; i++)
            refused.Refused($"guesser {i}");

        refused.Refused("one more").Should().BeFalse();
        refused.Refused("one more").Should().BeTrue();
    }

    [Fact]
    public void Who_is_signed_in_counts_as_a_person_and_who_is_not_as_an_address()
    {
        var attempts = new Attempts(Options.Create(new RateOptions { RefusedJoins = 3 }), _time);
        var (bob, guest) = (CallOf("u-bob", "10.0.0.7"), CallOf(null, "10.0.0.7"));
        for (var i = 0; i < 3; i++)
            attempts.JoinRefused(guest);

        attempts.RefuseJoin(guest)!.Reason.Should().Be(Reason.RateLimit);
        attempts.RefuseJoin(bob).Should().BeNull("the guesser behind the same address is somebody else");
        attempts.RefuseJoin(CallOf(null, "10.0.0.8")).Should().BeNull();
        for (var i = 0; i < 3; i++)
            attempts.JoinRefused(bob);
        attempts.RefuseJoin(CallOf("u-bob", "10.0.0.9"))!.Reason.Should().Be(Reason.RateLimit);
    }

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010db800010002/64")]
    [InlineData("2001:db8:1:2::1", "20010db800010002/64")]
    [InlineData(null, null)]
    public void A_host_of_ipv6_is_its_network(string? address, string? network) => PeerAddress.NetworkOf(address).Should().Be(network);

    [Fact]
    public async Task Guessing_sessions_and_secrets_is_answered_with_a_limit_after_a_while_and_told_to_the_audit()
    {
        var gateway = await TestGateway.Start("--set", "Rates:RefusedJoins=3");
        await using var viewer = await new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(null) }).ConnectViewer(gateway.Url, CancellationToken.None);
        var join = new JoinRequest(WireLimits.ProtocolVersion, SessionId.Of(new byte[16]), "0123456789012345678901", null, null);

        for (var i = 0; i < 3; i++)
            (await viewer.Join(join, CancellationToken.None)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        (await viewer.Join(join, CancellationToken.None)).Refused!.Text.Should().Contain("3 of your attempts to join were refused within a minute");

        var told = await AuditTests.Until(gateway, "kind=joinRefused", entries => entries.Any(entry => entry.Reason == Reason.RateLimit));
        told.Should().HaveCount(4);
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task Guessing_codes_is_refused_after_a_while_though_the_next_one_were_right()
    {
        var gateway = await TestGateway.Start("--set", "Rates:RefusedSignIns=3");
        var invited = await InvitationTests.Invited(gateway, "ana@example.com", null);
        for (var i = 0; i < 3; i++)
            await (await gateway.Http.PostAsJsonAsync("api/sign-in/code", new BrowserCode($"012345678901234567890{i}"))).ShouldRefuse(Reason.SignInRefused);

        var answer = await gateway.Http.PostAsJsonAsync("api/sign-in/code", new BrowserCode(invited.Code));

        (await answer.Content.ReadAsStringAsync()).Should().Contain("3 sign-ins from this address were refused within a minute");
        await answer.ShouldRefuse(Reason.RateLimit);
        await (await gateway.Http.PostAsJsonAsync("api/sign-in/browser", new BrowserCode("0123456789012345678901"))).ShouldRefuse(Reason.RateLimit);
        (await gateway.Get("api/sign-in/challenge")).IsSuccessStatusCode.Should().BeTrue("who has the key guesses nothing");
        var told = await AuditTests.Until(gateway, "kind=signInRefused", entries => entries.Length > 2);
        told.Select(entry => entry.Reason).Should().Equal(Reason.SignInRefused, Reason.SignInRefused, Reason.RateLimit);
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task Requests_to_sign_in_are_bounded_by_address_and_no_others()
    {
        var gateway = await TestGateway.Start("--set", "Rates:SignIns=2");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => gateway.Get("api/sign-in/challenge")));

        var limited = answers.Where(answer => answer.StatusCode == System.Net.HttpStatusCode.TooManyRequests).ToArray();
        limited.Should().NotBeEmpty();
        await limited[0].ShouldRefuse(Reason.RateLimit);
        answers.Should().Contain(answer => answer.IsSuccessStatusCode);
        (await gateway.Get("api/about")).IsSuccessStatusCode.Should().BeTrue();
        await gateway.DisposeAsync();
    }

    private static JoinCall CallOf(string? user, string address) =>
        new("g", user is null ? null : new UserIdentity(user, "n", "n@example.com", null), null, null, "p", "s", "c", false, address);

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
