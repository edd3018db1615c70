using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Grains;

public sealed class LargeRosterTests
{
    private const int Many = 200;

    [Fact]
    public async Task Many_who_come_in_are_told_in_few_rosters_and_the_last_has_all_of_them()
    {
        await using var silo = await SiloFixture.Start(session: options => options.MaxParticipants = Many);
        var share = await silo.Share("s");
        await using var watch = silo.Watch("s");
        await watch.Until(seen => seen.Count > 0, "the present");

        await Task.WhenAll(Enumerable.Range(0, Many).Select(number => silo.Session("s").Join(JoinOf(null, $"p{number}", share.LinkSecret))));

        await watch.Until(seen => seen.Any(item => item.Roster?.Participants.Length == Many), "everyone in the roster");
        watch.Seen.Count(item => item.Roster is not null).Should().BeLessThan(Many / 2);
    }

    [Fact]
    public async Task Removed_from_a_large_session_nobody_gets_a_frame_before_the_roster_says_so()
    {
        await using var silo = await SiloFixture.Start(session: options => options.MaxParticipants = Many);
        var share = await silo.Share("s");
        await using var watch = silo.Watch("s");
        await Task.WhenAll(Enumerable.Range(0, Many / 2).Select(number => silo.Session("s").Join(JoinOf(null, $"g{number}", share.LinkSecret))));
        await silo.Session("s").Join(JoinOf(Bob));

        (await silo.Session("s").ChangeAccess(new AccessCall(Ada, AccessVerb.Remove, Bob.Email))).Refused.Should().BeNull();
        await silo.Append("s", share, 1, "behind");

        await watch.Until(seen => seen.Any(item => item.Run is not null), "the frame");
        var before = watch.Seen.TakeWhile(item => item.Run is null).Last(item => item.Roster is not null).Roster!;
        before.Participants.Should().NotContain(participant => participant.Email == Bob.Email);
    }

    [Fact]
    public async Task What_somebody_types_who_has_just_come_into_a_large_session_comes_behind_the_roster_that_lets_them()
    {
        await using var silo = await SiloFixture.Start(session: options => options.MaxParticipants = Many);
        var share = await silo.Share("s");
        await using var control = silo.Control("s", share);
        await Task.WhenAll(Enumerable.Range(0, Many / 2).Select(number => silo.Session("s").Join(JoinOf(null, $"g{number}", share.LinkSecret))));
        await silo.Session("s").Join(JoinOf(Bob));

        (await silo.Session("s").Type(new TypeCall("p1", "c1", 1, "x"u8.ToArray()))).Should().BeNull();

        await control.Until(seen => seen.Any(item => item.Typed is not null), "the key");
        control.Seen.TakeWhile(item => item.Typed is null).Last(item => item.Roster is not null).Roster!.Participants
            .Should().Contain(participant => participant.Id == "p1" && participant.Role == Role.Edit);
    }
}
