using System.Security.Cryptography;
using SessionShare.Client;
using SessionShare.Gateway.Tests.Walk;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>People in one session through the gateway, each with the client library: what they show each other, what they write together and run.</summary>
public sealed class TogetherTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Bob = "bob@example.com";
    private const string Eve = "eve@example.com";

    [Fact]
    public async Task Two_write_at_once_and_both_see_what_the_session_has_with_each_others_cursors()
    {
        await using var sharer = await Share();
        await using var bob = await Person.Join(gateway, sharer.Id, Bob);
        await using var eve = await Person.Join(gateway, sharer.Id, Eve);

        bob.Session.Draft.Edit(new DraftChange(0, 0, "ls"));
        await eve.Until(() => eve.Session.Draft.Text == "ls", "what Bob wrote");
        bob.Session.Draft.Edit(new DraftChange(2, 2, " -l"));
        eve.Session.Draft.Edit(new DraftChange(0, 0, "sudo "));
        eve.Session.Show(new PresenceState(Cursor: eve.Session.Draft.Cursor(5, 6), Typing: true));

        foreach (var person in (Person[])[bob, eve])
            await person.Until(() => person.Session.Draft is { Text: "sudo ls -l", IsSettled: true }, "both edits");
        await bob.Until(() => bob.Shown.GetValueOrDefault(eve.Session.Participant) is { Typing: true, Cursor: { } cursor } && bob.Session.Draft.Place(cursor) == (5, 6), "Eve's cursor behind sudo");

        bob.Session.Draft.Undo().Should().BeTrue();
        await eve.Until(() => eve.Session.Draft.Text == "sudo ls", "that Bob took his own back, not hers");
    }

    [Fact]
    public async Task Who_comes_late_gets_text_and_presence_and_who_goes_shows_nothing()
    {
        await using var sharer = await Share();
        var bob = await Person.Join(gateway, sharer.Id, Bob);
        bob.Session.Draft.Edit(new DraftChange(0, 0, "make"));
        bob.Session.Show(new PresenceState(new PresenceSelection([new BlockRange(1, 2)])));
        await bob.Until(() => bob.Session.Draft is { IsSettled: true, Number: > 0 }, "the edit confirmed");

        await using var eve = await Person.Join(gateway, sharer.Id, Eve);
        await eve.Until(() => eve.Session.Draft.Text == "make", "the text");
        await eve.Until(() => eve.Shown.GetValueOrDefault(bob.Session.Participant)?.Selection is { Blocks: [{ From: 1, To: 2 }] }, "the selection");
        await bob.DisposeAsync();
        await eve.Until(() => eve.Shown.Count == 0, "that Bob's selection is gone");
    }

    [Fact]
    public async Task A_run_reaches_the_sharer_once_and_its_outcome_everyone()
    {
        await using var sharer = await Share();
        await using var bob = await Person.Join(gateway, sharer.Id, Bob);
        await using var eve = await Person.Join(gateway, sharer.Id, Eve);
        bob.Session.Draft.Edit(new DraftChange(0, 0, "make\ntest"));

        (await bob.Session.Run(CancellationToken.None)).Should().BeNull();
        var run = await sharer.NextRun();
        (run.Text, run.Person.Email).Should().Be(("make\ntest", Bob));
        sharer.Session.RunAnswered(run.Number, RunState.Asking);
        await eve.Until(() => eve.Run is { State: RunState.Asking, Text: "make\ntest" }, "that it is asked for");
        sharer.Session.RunAnswered(run.Number, RunState.Refused, Refusal.Of(Reason.RunRefused));

        foreach (var person in (Person[])[bob, eve])
        {
            await person.Until(() => person.Run is { State: RunState.Refused, Refused.Reason: Reason.RunRefused }, "that it was refused");
            await person.Until(() => person.Session.Draft.Text == "make\ntest", "the text back");
        }
    }

    [Fact]
    public async Task Who_loses_the_right_while_writing_sees_the_text_as_the_session_has_it()
    {
        await using var sharer = await Share();
        await using var bob = await Person.Join(gateway, sharer.Id, Bob);
        bob.Session.Draft.Edit(new DraftChange(0, 0, "kept"));
        await bob.Until(() => bob.Session.Draft.IsSettled, "the edit confirmed");

        var access = await gateway.Send(HttpMethod.Post, $"api/sessions/{sharer.Id}/access", new AccessChange { Revoke = new WhoRule(Bob) }, Caller.TokenOf(gateway, WalkedSession.Ada));
        access.EnsureSuccessStatusCode();
        Refusal? refused = null;
        bob.Session.Draft.Refused = why => Volatile.Write(ref refused, why);
        bob.Session.Draft.Edit(new DraftChange(4, 4, " not"));

        await bob.Until(() => Volatile.Read(ref refused)?.Reason == Reason.RoleTooLow, "the refusal");
        bob.Session.Draft.Text.Should().Be("kept");
        (await bob.Session.Run(CancellationToken.None))!.Reason.Should().Be(Reason.RoleTooLow);
    }

    [Fact]
    public async Task Who_does_not_ask_for_it_and_recorders_are_told_nothing_of_it()
    {
        await using var sharer = await Share();
        await using var bob = await Person.Join(gateway, sharer.Id, Bob);
        await using var plain = await Caller.Come(gateway, sharer.Id, Eve);
        var watching = plain.Watch(item => item.Ended is not null, CancellationToken.None);

        bob.Session.Draft.Edit(new DraftChange(0, 0, "ls"));
        bob.Session.Show(new PresenceState(Typing: true));
        await bob.Until(() => bob.Session.Draft.IsSettled, "the edit confirmed");
        await sharer.Session.End(Reason.SharerStopped, null, CancellationToken.None);

        foreach (var item in await watching.WaitAsync(TimeSpan.FromMinutes(3)))
            item.Should().Match<WatchItem>(told => told.Presence == null && told.Draft == null && told.Run == null && (told.Present == null || (told.Present.Draft == null && told.Present.Presence == null)));
    }

    private async Task<Sharing> Share()
    {
        var token = Caller.TokenOf(gateway, WalkedSession.Ada);
        var options = new ShareOptions
        {
            Servers = [gateway.Url],
            Session = SessionId.Of(RandomNumberGenerator.GetBytes(16)),
            Title = "together",
            Size = new TerminalSize(80, 24),
            Allow = [new EmailRule(Bob, Role.Edit), new EmailRule(Eve, Role.Edit)],
        };
        return new Sharing(await SharedSession.Share(Person.Transport(token), options, CancellationToken.None));
    }

    private sealed class Sharing(SharedSession session) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SharedEvent> _events = session.Events(CancellationToken.None).GetAsyncEnumerator();

        public SharedSession Session => session;

        public SessionId Id => session.Id;

        public async Task<SharedEvent.RunAsked> NextRun()
        {
            while (await _events.MoveNextAsync().AsTask().WaitAsync(Person.Patience))
            {
                if (_events.Current is SharedEvent.RunAsked run)
                    return run;
            }

            throw new InvalidOperationException("The session ended before a run came.");
        }

        public async ValueTask DisposeAsync() => await session.DisposeAsync();
    }

    /// <summary>Somebody who takes part, and sees what the library says.</summary>
    private sealed class Person : IAsyncDisposable
    {
        public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

        private readonly Task _watching;

        private Person(WatchedSession session)
        {
            Session = session;
            _watching = Watch();
        }

        public WatchedSession Session { get; }

        public volatile IReadOnlyDictionary<string, PresenceState> Shown = new Dictionary<string, PresenceState>();

        public volatile DraftRun? Run;

        public static SignalRTransport Transport(string token) => new(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(token) });

        public static async Task<Person> Join(TestGateway gateway, SessionId session, string email) => new(await WatchedSession.Join(
            Transport(Caller.TokenOf(gateway, email)), new WatchOptions { Servers = [gateway.Url], Session = session, Together = true }, CancellationToken.None));

        public async Task Until(Func<bool> holds, string expected)
        {
            using var late = new CancellationTokenSource(Patience);
            while (!holds())
            {
                if (late.IsCancellationRequested)
                    throw new TimeoutException($"Expected {expected}; the draft is '{Session.Draft.Text}', {Shown.Count} show something, the run is {Run}.");
                await Task.Delay(10, CancellationToken.None);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Session.DisposeAsync();
            await _watching;
        }

        private async Task Watch()
        {
            await foreach (var happened in Session.Watch(CancellationToken.None))
            {
                if (happened is WatchedEvent.PresenceChanged presence)
                    Shown = presence.Shown;
                if (happened is WatchedEvent.RunChanged run)
                    Run = run.Run;
            }
        }
    }
}
