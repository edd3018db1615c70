using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

/// <summary>What others show, as the sharer's program hears of it.</summary>
public sealed class PresenceTests
{
    private static readonly PresenceState Writes = new(Cursor: new DraftCursor(1, 0, 0), Typing: true);
    private static readonly Participant Bob = new("bob", new Person("Bob", "bob@example.com"), Role.Edit, Away: false);

    private readonly SharedEvents _events = new(() => { });

    [Fact]
    public async Task It_is_state_of_all_who_show_something_until_they_are_away()
    {
        _events.Roster(Of(Bob, Bob with { Id = "eve" }));
        _events.Presence([new("bob", Writes), new("eve", new PresenceState(Typing: true))]);
        (await Shown()).Keys.Should().Equal("bob", "eve");
        _events.Presence([new("eve", null)]);
        (await Shown())["bob"].Should().Be(Writes);
        _events.Roster(Of(Bob with { Away = true }));
        (await Shown()).Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_of_it_is_known_while_the_connection_is_lost()
    {
        _events.Roster(Of(Bob));
        _events.Presence([new("bob", Writes)]);
        _events.Connection(new SharedEvent.Reconnecting("x"));
        (await Shown()).Should().BeEmpty();
    }

    private static Roster Of(params Participant[] participants) => new(new Person("Ada", "ada@example.com"), SharerState.Connected, participants);

    private async Task<IReadOnlyDictionary<string, PresenceState>> Shown()
    {
        await using var read = _events.Read(default).GetAsyncEnumerator();
        return (await read.Next<SharedEvent.PresenceChanged, SharedEvent>()).Shown;
    }
}
