using System.Text;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Grains;

public sealed class TypingTests
{
    [Fact]
    public async Task What_an_editor_types_reaches_the_sharer_in_order_and_survives_its_reconnect()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        long firstTyped;
        await using (var control = silo.Control("s", share))
        {
            await control.Until(seen => seen.Any(item => item.Roster is not null), "the roster");
            (await silo.Session("s").Join(JoinOf(Bob))).Role.Should().Be(Role.Edit);
            await Type(silo, 1, "l");
            await Type(silo, 2, "s");
            await control.Until(_ => Typed(control) == "ls", "ls");
            firstTyped = control.Seen.First(item => item.Typed is not null).Typed!.Number;
            await silo.Session("s").ControlSeen(share.Attachment, firstTyped);
        }

        var again = await silo.Share("s", share.Epoch);
        await using var next = silo.Control("s", again, after: firstTyped);
        await next.Until(_ => Typed(next) == "s", "what was not written yet");
    }

    [Fact]
    public async Task Nothing_of_a_viewer_reaches_the_sharer()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        await using var control = silo.Control("s", share);
        await silo.Session("s").Join(JoinOf(Eve, secret: share.LinkSecret));

        (await silo.Session("s").Type(new TypeCall("p1", "c1", 1, "rm"u8.ToArray())))!.Reason.Should().Be(Reason.RoleTooLow);
        await silo.Session("s").End(new EndCall(1, 1, 0, Reason.SharerExited, 0));
        await control.Ended();

        Typed(control).Should().BeEmpty();
    }

    [Fact]
    public async Task Participants_of_a_gateway_are_away_when_its_watch_ends_and_back_when_it_watches_anew()
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share("s");
        await using var control = silo.Control("s", share);
        var join = JoinOf(Bob);
        await silo.Session("s").Join(join);
        await using (var watch = silo.Watch("s", 0, "g1", join))
            await watch.Until(seen => seen.Count > 0, "the present");

        await control.Until(seen => Newest(seen)?.Participants is [{ Away: true }], "Bob away");
        await using var again = silo.Watch("s", 0, "g1", join);
        await control.Until(seen => Newest(seen)?.Participants is [{ Away: false }], "Bob back");
    }

    [Fact]
    public async Task A_session_that_was_never_shared_is_unknown_to_everyone()
    {
        await using var silo = await SiloFixture.Start();
        var grain = silo.Session("nothing");

        (await grain.Join(JoinOf(Bob))).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        (await grain.Append(new AppendCall(1, RunValue.Of(1, Frames.Run(1, "x"))))).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        (await grain.Type(new TypeCall("p", "c", 1, "x"u8.ToArray())))!.Reason.Should().Be(Reason.UnknownOrForbidden);
        await using var watch = silo.Watch("nothing");
        await watch.Ended();
        watch.Seen.Single().Ended!.Reason.Should().Be(Reason.UnknownOrForbidden);
        silo.Log.Has("nothing").Should().BeFalse();
    }

    private static async Task Type(SiloFixture silo, long number, string text) =>
        (await silo.Session("s").Type(new TypeCall("p1", "c1", number, Encoding.UTF8.GetBytes(text)))).Should().BeNull();

    private static string Typed(Reading<ControlEvent> control) =>
        string.Concat(control.Seen.Where(item => item.Typed is not null).Select(item => Encoding.UTF8.GetString(item.Typed!.Bytes.Span)));

    private static RosterValue? Newest(IReadOnlyList<ControlEvent> seen) => seen.LastOrDefault(item => item.Roster is not null)?.Roster;
}
