using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Grains;

/// <summary>Presence, the draft and runs, through the grain.</summary>
public sealed class TogetherTests
{
    [Fact]
    public async Task What_somebody_shows_and_writes_reaches_the_watch_and_wakes_no_storage()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        await using var control = silo.Control("s", share);
        await using var watch = silo.Watch("s");
        await silo.Session("s").Join(JoinOf(Bob));
        await watch.Until(seen => seen.Any(item => item.Roster?.Participants.Length == 1), "Bob");
        var number = watch.Seen[0].Present!.Draft!.Number;

        (await silo.Session("s").Show(new ShowCall("p1", "c1", PresenceValue.Of(new PresenceState(Typing: true))))).Should().BeNull();
        (await Edit(silo, number, 1, "ls")).Should().Be(new EditDraftAnswer(null, number + 1));

        await watch.Until(seen => seen.Any(item => item.Presence is [{ Participant: "p1", Presence.Typing: true }]), "the presence");
        await control.Until(seen => seen.Any(item => item.Presence is [{ Participant: "p1", Presence.Typing: true }]), "the presence at the sharer");
        await watch.Until(seen => seen.Any(item => item.Draft is { Text: null, Edits: [{ Participant: "p1", Changes: [{ Insert: "ls" }] }] }), "the edit");
        await using var late = silo.Watch("s", gateway: "g2");
        await late.Until(seen => seen.Count > 0, "the present");
        await using var back = silo.Control("s", await silo.Share("s", share.Epoch));
        await back.Until(seen => seen.Any(item => item.Presence is [{ Participant: "p1" }]), "what is shown, told to a sharer that came back");
        late.Seen[0].Present!.Should().BeEquivalentTo(new { Draft = new { Number = number + 1, Text = "ls" }, Presence = (object[])[new { Participant = "p1" }] });
    }

    [Fact]
    public async Task A_run_reaches_the_sharer_behind_the_roster_and_again_until_it_is_answered()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        var number = 0L;
        await using (var control = silo.Control("s", share))
        {
            await control.Until(seen => seen.Any(item => item.Roster is not null), "the roster");
            await silo.Session("s").Join(JoinOf(Bob));
            number = (await silo.Session("s").ReadDraft(new ReadDraftCall("p1", "c1", null))).Draft!.Number;
            number = (await Edit(silo, number, 1, "make")).Number;
            (await silo.Session("s").Run(new RunCall("p1", "c1", number))).Should().BeNull();
            await control.Until(seen => seen.Any(item => item.Run?.Text == "make"), "the run");
            control.Seen.TakeWhile(item => item.Run is null).Should().Contain(item => item.Roster != null && item.Roster.Participants.Length == 1, "who runs it is known before");
        }

        var again = await silo.Share("s", share.Epoch);
        await using var next = silo.Control("s", again);
        await next.Until(seen => seen.Any(item => item.Run?.Text == "make"), "the run again");
        await using var watch = silo.Watch("s");
        await silo.Session("s").RunAnswered(new RunAnsweredCall(again.Epoch, again.Attachment, number, RunState.Refused, RefusalValue.Of(Reason.CommandRunning)));
        await watch.Until(seen => seen.Any(item => item.DraftRun is { State: RunState.Refused, Refused.Reason: Reason.CommandRunning }), "that it was refused");
        (await silo.Session("s").ReadDraft(new ReadDraftCall("p1", "c1", null))).Draft!.Text.Should().Be("make");
    }

    [Fact]
    public async Task A_silo_that_stops_in_good_order_loses_nothing_of_the_draft()
    {
        var (log, states) = (new FakeFrameLog(), new FakeGrainStorage());
        long before;
        await using (var first = await SiloFixture.Start(log, states))
        {
            await first.Share("s");
            await first.Session("s").Join(JoinOf(Bob));
            before = (await first.Session("s").ReadDraft(new ReadDraftCall("p1", "c1", null))).Draft!.Number;
            for (var edit = 1; edit <= 5; edit++)
                before = (await Edit(first, before, edit, $"{edit}")).Number;
            await first.Stop();
        }

        await using var second = await SiloFixture.Start(log, states);
        await second.Session("s").Join(JoinOf(Bob, rejoin: true, connection: "c2"));
        var read = await second.Session("s").ReadDraft(new ReadDraftCall("p1", "c2", before));

        (read.Draft!.Text, read.Edited).Should().Be(("54321", 5));
        read.Draft.Number.Should().BeGreaterThan(before);
    }

    private static Task<EditDraftAnswer> Edit(SiloFixture silo, long number, long edit, string text) =>
        silo.Session("s").EditDraft(new EditDraftCall("p1", "c1", number, edit, [new DraftChangeValue(0, 0, text)]));
}
