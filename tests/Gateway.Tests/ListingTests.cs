using System.Security.Cryptography;
using SessionShare.Client;
using SessionShare.Gateway.Listing;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>What a signed-in person is told of their sessions, over the wire.</summary>
public sealed class ListingTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_session_shared_with_me_is_there_at_once_changes_with_my_role_and_goes_with_my_access()
    {
        var (ada, bob) = (Someone("ada"), Someone("bob"));
        await using var bobs = await Follow(bob);
        var id = await Share(ada, new EmailRule(bob, Role.View));

        var shared = (ListEvent.Invited)await bobs.Next(happened => happened is ListEvent.Invited);
        shared.Should().Match<ListEvent.Invited>(told => told.IsNew && told.Session.Session == id && told.Session.Sharer.Email == ada && told.Session.Role == Role.View);
        shared.Session.Link.Should().NotContain("k=", "an invitation carries no secret");

        await Change(ada, id, new AccessChange { Allow = new EmailRule(bob, Role.Edit) });
        await bobs.Next(happened => happened is ListEvent.Invited { IsNew: false, Session.Role: Role.Edit });
        await Change(ada, id, new AccessChange { Remove = new WhoRule(bob) });
        await bobs.Next(happened => happened is ListEvent.Gone gone && gone.Session == id);
    }

    [Fact]
    public async Task My_other_device_sees_my_session_who_watches_it_and_who_asks_and_the_one_who_asked_hears_the_answer()
    {
        var (ada, bob) = (Someone("ada"), Someone("bob"));
        await using var adas = await Follow(ada);
        await using var bobs = await Follow(bob);
        var id = await Share(ada, new EmailRule(bob, Role.View));
        await adas.Next(happened => happened is ListEvent.Own { IsNew: true } own && own.Session.Session == id && own.Session.Link.Contains("k="));

        await using var viewer = await (await Transport(bob)).ConnectViewer(gateway.Url, CancellationToken.None);
        await viewer.Join(new JoinRequest(WireLimits.ProtocolVersion, id, null, null, null), CancellationToken.None);
        await adas.Next(happened => happened is ListEvent.Own { Session.Participants: 1 });
        await viewer.RequestRole(new RoleRequest(Role.Edit), CancellationToken.None);
        var asked = (ListEvent.Own)await adas.Next(happened => happened is ListEvent.Own { Session.Requests: not null });
        asked.Session.Requests.Should().ContainSingle().Which.Should().Match<AskedRole>(request => request.Person.Email == bob && request.Role == Role.Edit);

        await Change(ada, id, new AccessChange { Grant = new Grant(asked.Session.Requests![0].Participant, Role.Edit) });
        var answered = (ListEvent.Answered)await bobs.Next(happened => happened is ListEvent.Answered);
        answered.Answer.Should().Be(new AnsweredRequest(id, "t", Role.Edit, Granted: true));
        await adas.Next(happened => happened is ListEvent.Own { Session: { Requests: null, Editors: 1 } });
    }

    [Fact]
    public async Task Who_subscribes_later_reads_what_is_so()
    {
        var (ada, bob) = (Someone("ada"), Someone("bob"));
        var id = await Share(ada, new EmailRule(bob, Role.View));

        await using var bobs = await Follow(bob);
        await using var adas = await Follow(ada);

        bobs.Present.Invitations.Should().ContainSingle().Which.Session.Should().Be(id);
        (bobs.Present.Sessions.Count, adas.Present.Invitations.Count).Should().Be((0, 0));
        adas.Present.Sessions.Should().ContainSingle().Which.Session.Should().Be(id);
    }

    [Fact]
    public async Task All_connections_of_a_person_share_one_watch_which_ends_with_the_last()
    {
        var eve = Someone("eve");
        var feeds = gateway.Of<PersonFeeds>();
        var before = feeds.Count;
        await using (await Follow(eve))
        {
            await using var second = await Follow(eve);
            feeds.Count.Should().Be(before + 1);
        }

        for (var begun = DateTime.UtcNow; feeds.Count > before; await Task.Delay(5))
            (DateTime.UtcNow - begun).Should().BeLessThan(Patience, "the watch ends with its last reader");
    }

    [Fact]
    public async Task Nobody_who_is_not_signed_in_gets_in_and_a_connection_watches_once()
    {
        var guest = new SessionList(new SignalRTransport(new SignalRTransportOptions()), Options());
        await guest.Awaiting(list => list.Follow(CancellationToken.None).FirstOf(_ => true))
            .Should().ThrowAsync<RefusedException>().Where(refused => refused.Refusal.Reason == Reason.SignInRequired);

        await using var link = await (await Transport(Someone("eve"))).Connect(gateway.Url, Hubs.Me.Path, CancellationToken.None);
        await link.Stream<MeItem>(Hubs.Me.Watch, new MeRequest(1), CancellationToken.None).FirstOf(item => item.Present is not null);
        (await link.Stream<MeItem>(Hubs.Me.Watch, new MeRequest(1), CancellationToken.None).FirstOf(_ => true)).Closed!.Reason.Should().Be(Reason.InvalidRequest);
        (await link.Stream<MeItem>(Hubs.Me.Watch, new MeRequest(99), CancellationToken.None).FirstOf(_ => true)).Closed!.Reason.Should().Be(Reason.VersionMismatch);
    }

    private static string Someone(string name) => $"{name}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}@example.com";

    private ListOptions Options() => new() { Servers = [gateway.Url] };

    private async Task<SignalRTransport> Transport(string email)
    {
        var token = (await gateway.SignIn(email)).Token;
        return new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(token) });
    }

    private async Task<SessionId> Share(string email, params EmailRule[] allow)
    {
        var id = SessionId.Of(RandomNumberGenerator.GetBytes(16));
        var sharer = await (await Transport(email)).ConnectSharer(gateway.Url, CancellationToken.None);
        (await sharer.Share(new ShareRequest(WireLimits.ProtocolVersion, id, null, "t", new TerminalSize(80, 24), allow, Role.View), CancellationToken.None)).Refused.Should().BeNull();
        return id;
    }

    private async Task Change(string email, SessionId id, AccessChange change) =>
        (await gateway.Send(HttpMethod.Post, $"api/sessions/{id}/access", change, (await gateway.SignIn(email)).Token)).EnsureSuccessStatusCode();

    private async Task<Following> Follow(string email)
    {
        var following = new Following(new SessionList(await Transport(email), Options()));
        await following.Begin();
        return following;
    }

    /// <summary>A person's list, read one event after the other.</summary>
    private sealed class Following : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly IAsyncEnumerator<ListEvent> _events;

        public Following(SessionList list) => _events = list.Follow(_stop.Token).GetAsyncEnumerator(_stop.Token);

        public MySessions Present { get; private set; } = new([], []);

        public async Task Begin() => Present = ((ListEvent.Present)await Next(_ => true)).Sessions;

        public async Task<ListEvent> Next(Predicate<ListEvent> isIt)
        {
            while (true)
            {
                (await _events.MoveNextAsync().AsTask().WaitAsync(Patience)).Should().BeTrue("the stream goes on");
                if (isIt(_events.Current))
                    return _events.Current;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _events.DisposeAsync();
            _stop.Dispose();
        }
    }
}
