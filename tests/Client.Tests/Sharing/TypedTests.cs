using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

public sealed class TypedTests
{
    [Fact]
    public async Task Input_is_seen_when_the_program_asks_for_the_next_event()
    {
        var events = Events();
        await using var read = events.Read(default).GetAsyncEnumerator();
        events.Typed(Input(1, "p", 1, "a"));
        (await read.Next<SharedEvent.Typed, SharedEvent>()).Participant.Should().Be("p");
        events.Seen.Should().Be(0);
        events.Typed(Input(2, "p", 2, "b"));
        await read.Next<SharedEvent.Typed, SharedEvent>();
        events.Seen.Should().Be(1);
    }

    [Fact]
    public async Task Input_that_comes_again_is_dropped_and_counts_as_seen()
    {
        var events = Events();
        await using var read = events.Read(default).GetAsyncEnumerator();
        events.Typed(Input(1, "p", 1, "a"));
        events.Typed(Input(2, "p", 1, "a"));
        events.Typed(Input(3, "q", 1, "b"));
        Text(await read.Next<SharedEvent.Typed, SharedEvent>()).Should().Be("a");
        Text(await read.Next<SharedEvent.Typed, SharedEvent>()).Should().Be("b");
        events.Typed(Input(4, "q", 1, "b"));
        events.Seen.Should().Be(1, "the program still deals with number 3");
        events.Ended(new(Reason.SharerStopped, ""));
        await read.Next<SharedEvent.Ended, SharedEvent>();
        events.Seen.Should().Be(4);
    }

    [Fact]
    public async Task Input_beyond_the_bound_is_dropped_and_told_once()
    {
        var events = Events();
        await using var read = events.Read(default).GetAsyncEnumerator();
        for (var i = 1; i <= 100; i++)
            events.Typed(Input(i, "p", i, new string('x', WireLimits.TypeBytes)));
        (await read.Next<SharedEvent.Noticed, SharedEvent>()).Notice.Reason.Should().Be(Reason.Busy);
        events.Ended(new(Reason.SharerStopped, ""));
        var taken = 0;
        while (await read.MoveNextAsync().AsTask().Soon() && read.Current is SharedEvent.Typed)
            taken++;
        taken.Should().Be(SharedEvents.TypedBytes / WireLimits.TypeBytes);
        events.Seen.Should().Be(100);
    }

    [Fact]
    public async Task Unread_state_is_replaced_by_newer_state()
    {
        var events = Events();
        events.Connection(new SharedEvent.Reconnecting("x"));
        events.Connection(new SharedEvent.Connected());
        events.Ended(new(Reason.SharerStopped, ""));
        await using var read = events.Read(default).GetAsyncEnumerator();
        await read.MoveNextAsync();
        read.Current.Should().BeOfType<SharedEvent.Connected>();
    }

    [Fact]
    public void Participants_beyond_those_remembered_are_forgotten_oldest_first()
    {
        var numbers = new TypedNumbers();
        for (var i = 0; i < 3000; i++)
            numbers.IsNew($"{i}", 5).Should().BeTrue();
        numbers.IsNew("2999", 5).Should().BeFalse();
        numbers.IsNew("0", 5).Should().BeTrue();
    }

    private static Typed Input(long number, string participant, long own, string text) => new(number, participant, own, Encoding.ASCII.GetBytes(text));

    private static string Text(SharedEvent.Typed typed) => Encoding.ASCII.GetString(typed.Bytes.Span);

    private static SharedEvents Events() => new(() => { });
}
