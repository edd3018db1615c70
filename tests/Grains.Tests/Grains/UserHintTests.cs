using SessionShare.Grains.Sessions;
using SessionShare.Grains.Users;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Grains;

public sealed class UserHintTests
{
    [Fact]
    public async Task Whoever_is_invited_hears_of_it_though_they_have_never_signed_in_before()
    {
        await using var silo = await SiloFixture.Start();
        await using var bob = Watch(silo, Bob);
        await Begun(bob);

        await silo.Share("s");

        await bob.Until(seen => seen.Contains(new UserHint(HintKind.Listed, "s")), "the session");
        (await silo.Grains.GetGrain<IInvitationsGrain>("bob@example.com").Sessions()).Should().Equal("s");
    }

    [Fact]
    public async Task The_sharer_hears_on_every_device_who_comes_and_who_asks_and_the_one_who_asked_hears_the_answer()
    {
        await using var silo = await SiloFixture.Start();
        await using var ada = Watch(silo, Ada);
        await using var eve = Watch(silo, Eve);
        await Begun(ada);
        await Begun(eve);
        var share = await silo.Share("s");
        await silo.Session("s").Join(JoinOf(Eve, secret: share.LinkSecret));
        (await silo.Session("s").RequestRole(new RoleCall("p1", "c1", Role.Edit))).Should().BeNull();
        await Described(silo, ada, session => session!.Requests is [{ Participant: "p1", Role: Role.Edit }]);

        (await silo.Session("s").ChangeAccess(new AccessCall(Ada, AccessVerb.Refuse, Participant: "p1"))).Refused.Should().BeNull();
        await eve.Until(seen => seen.Contains(new UserHint(HintKind.Answered, "s", Role.View, Granted: false)), "the refusal");
        await silo.Session("s").RequestRole(new RoleCall("p1", "c1", Role.Edit));
        await silo.Session("s").ChangeAccess(new AccessCall(Ada, AccessVerb.Grant, Participant: "p1", Role: Role.Edit));

        await eve.Until(seen => seen.Contains(new UserHint(HintKind.Answered, "s", Role.Edit, Granted: true)), "the grant");
        await eve.Until(seen => seen.Contains(new UserHint(HintKind.Listed, "s")), "the session, now that there is a rule on the address");
        (await silo.Session("s").Describe(Bob))!.Requests.Should().BeEmpty("only the sharer sees who asks");
    }

    [Fact]
    public async Task A_role_that_changes_and_an_end_are_hinted_to_the_invited_and_what_is_gone_to_both()
    {
        await using var silo = await SiloFixture.Start();
        await silo.Share("s");
        await using var ada = Watch(silo, Ada);
        await using var bob = Watch(silo, Bob);
        await Begun(ada);
        await Begun(bob);

        await silo.Session("s").ChangeAccess(new AccessCall(Ada, AccessVerb.Allow, "bob@example.com", Role: Role.View));
        await bob.Until(seen => seen.Contains(new UserHint(HintKind.Changed, "s")), "another role");
        await silo.Session("s").Stop(Ada.User);
        await bob.Until(seen => seen.Count(hint => hint.Kind is HintKind.Changed or HintKind.Gone) >= 2, "the end; with it the history goes, which nobody reads");
        await silo.Session("s").Delete(Ada.User);

        await Described(silo, ada, session => session is null);
        await bob.Until(seen => seen.Contains(new UserHint(HintKind.Gone, "s")), "nothing left");
        (await silo.Grains.GetGrain<IUserGrain>(Ada.User).Sessions()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_limit_that_is_near_shows_in_the_sharers_list_and_in_no_others()
    {
        await using var silo = await SiloFixture.Start(quota: options => options.DayBytes = 1000);
        await using var ada = Watch(silo, Ada);
        await Begun(ada);
        var share = await silo.Share("s");

        (await silo.Append("s", share, 1, new string('x', 850))).Refused.Should().BeNull();

        await Described(silo, ada, session => session!.Notice is { Reason: Reason.DayLimit });
        (await silo.Session("s").Describe(Bob))!.Notice.Should().BeNull();
    }

    [Fact]
    public async Task Watches_end_when_the_silo_stops_and_nothing_holds_it_up()
    {
        await using var silo = await SiloFixture.Start();
        await using var bob = Watch(silo, Bob);
        await Begun(bob);

        await silo.Stop();

        await bob.Moved(last => last.Kind == HintKind.Moved);
    }

    [Fact]
    public async Task The_list_of_a_person_outlives_the_silo()
    {
        var states = new FakeGrainStorage();
        await using (var silo = await SiloFixture.Start(states: states))
            await silo.Share("s");

        await using var later = await SiloFixture.Start(states: states);
        (await later.Grains.GetGrain<IUserGrain>(Ada.User).Sessions()).Should().Equal("s");
        await using var bob = Watch(later, Bob);
        await Begun(bob);
        await later.Grains.GetGrain<IInvitationsGrain>("bob@example.com").Changed("s");
        await bob.Until(seen => seen.Contains(new UserHint(HintKind.Changed, "s")), "the invitation, by its address");
    }

    private static Reading<UserHint> Watch(SiloFixture silo, UserIdentity user) =>
        new(cancellation => silo.Grains.GetGrain<IUserGrain>(user.User).Watch("g1", user.Email, cancellation));

    private static Task Begun(Reading<UserHint> watch) => watch.Until(seen => seen is [{ Kind: HintKind.Everything }, ..], "the first hint");

    /// <summary>
    /// Waits for a hint behind which the session is so: hints that came before may be of what was before, and one that waits gives way to a later one of the same session.
    /// </summary>
    private static async Task Described(SiloFixture silo, Reading<UserHint> watch, Predicate<SessionDescription?> isSo)
    {
        for (var hints = 1; ; hints++)
        {
            await watch.Until(seen => seen.Count(hint => hint.Kind is HintKind.Listed or HintKind.Gone) >= hints, $"hint {hints}");
            if (isSo(await silo.Session("s").Describe(Ada)))
                return;
        }
    }
}
