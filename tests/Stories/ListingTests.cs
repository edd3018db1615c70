using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

public sealed class ListingTests
{
    private const string Ada = "ada@example.com";
    private const string Bob = "bob@example.com";

    [Fact]
    public async Task What_was_shared_while_the_server_was_dead_to_me_is_news_when_it_is_back()
    {
        await using var server = await TestServer.Start();
        await using var bob = Following.Begin(server, Bob);
        await bob.Events.Until(seen => seen.OfType<ListEvent.Present>().Any(), "the lists");
        await using var first = await TestSharer.Share(server, allow: new EmailRule(Bob, Role.View));
        await bob.Events.Until(seen => seen.OfType<ListEvent.Invited>().Any(told => told.IsNew && told.Session.Session == first.Id), "the first session");

        await server.KillAndRestart();
        await using var second = await TestSharer.Share(server, allow: new EmailRule(Bob, Role.Edit));

        await bob.Events.Until(seen => seen.OfType<ListEvent.Invited>().Any(told => told.IsNew && told.Session.Session == second.Id), "the second session");
        bob.Now.Invitations.Select(session => session.Session).Should().Equal(first.Id, second.Id);
        bob.Events.All.OfType<ListEvent.Invited>().Count(told => told.IsNew).Should().Be(2, "what was known before is no news");
    }

    [Fact]
    public async Task On_another_device_of_mine_my_session_is_listed_and_the_id_alone_lets_me_type()
    {
        await using var server = await TestServer.Start();
        await using var device = Following.Begin(server, Ada);
        await using var sharer = await TestSharer.Share(server, link: Role.None);
        await device.Events.Until(seen => seen.OfType<ListEvent.Own>().Any(told => told.Session.Session == sharer.Id), "my session");

        var options = new WatchOptions { Servers = [server.Url], Session = sharer.Id };
        await using var joined = await WatchedSession.Join(server.TransportOf(Ada), options, CancellationToken.None);
        joined.Role.Should().Be(Role.Edit);
        joined.Resize(new TerminalSize(20, 5));
        (await joined.Type("x"u8.ToArray())).Should().BeNull();

        await sharer.Events.Until(_ => sharer.Typed == "x", "what I typed");
        await device.Events.Until(seen => seen.OfType<ListEvent.Own>().Any(told => told.Session is { Participants: 1, Editors: 1 }), "myself in it");
    }

    /// <summary>A person who follows their lists.</summary>
    private sealed class Following : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly SessionList _list;
        private readonly Task _reading;

        private Following(SessionList list)
        {
            _list = list;
            _reading = Read();
        }

        public Seen<ListEvent> Events { get; } = new();

        public MySessions Now => _list.Now;

        public static Following Begin(TestServer server, string email) => new(new SessionList(server.TransportOf(email), new ListOptions { Servers = [server.Url] }));

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _reading;
            _stop.Dispose();
        }

        private async Task Read()
        {
            try
            {
                await foreach (var happened in _list.Follow(_stop.Token))
                    Events.Add(happened);
            }
            catch (OperationCanceledException)
            {
            }
        }
    }
}
