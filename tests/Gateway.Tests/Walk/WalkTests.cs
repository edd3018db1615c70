using System.Text.Json;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests.Walk;

/// <summary>The table of docs/security.md over the wire: every row, as everybody, before and after each change of a rule.</summary>
public sealed class WalkTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Bob = "bob@example.com";

    [Fact]
    public void Every_hub_method_route_and_item_has_its_row()
    {
        WireTable.Methods("viewers").Should().BeEquivalentTo(WireTable.MethodsOf("viewers"));
        WireTable.Methods("sharers").Should().BeEquivalentTo(WireTable.MethodsOf("sharers"));
        WireTable.Methods("people").Should().BeEquivalentTo(WireTable.MethodsOf("people"));
        WireTable.Items("people").Should().BeEquivalentTo(WireTable.ItemsOf<MeItem>());
        WireTable.Items("Ask").Should().BeEquivalentTo(WireTable.ItemsOf<AskItem>());
        WireTable.Items("Watch").Should().BeEquivalentTo(WireTable.ItemsOf<WatchItem>());
        WireTable.Items("Control").Should().BeEquivalentTo(WireTable.ItemsOf<ControlItem>());
        WireTable.Routes().Concat(WireTable.Open).Should().BeEquivalentTo(WireTable.RoutesOf(gateway));
    }

    [Theory]
    [InlineData(WireEncoding.MessagePack)]
    [InlineData(WireEncoding.Json)]
    public async Task Everybody_may_what_the_table_says_before_and_after_each_change_of_a_rule(WireEncoding encoding)
    {
        await using var session = await WalkedSession.Begin(gateway, encoding: encoding);
        await using (var nobody = await Caller.Come(gateway, session.Id, null, encoding: encoding))
            await Walk(session, nobody, Who.NotSignedIn);
        await using (var outsider = await Caller.Come(gateway, session.Id, Bob, encoding: encoding))
            await Walk(session, outsider, Who.NoAccess);

        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.View) });
        await using var bob = await Caller.Come(gateway, session.Id, Bob, encoding: encoding);
        await Walk(session, bob, Who.View);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.Edit) });
        await Walk(session, bob, Who.Edit);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.Manage) });
        await Walk(session, bob, Who.Manage);
        await session.Change(new AccessChange { Revoke = new WhoRule(Bob) });
        await Walk(session, bob, Who.View);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.Edit) });
        await session.Change(new AccessChange { RevokeAll = true });
        await Walk(session, bob, Who.View);
        await session.Change(new AccessChange { Remove = new WhoRule(Bob) });
        await bob.Out();
        await Walk(session, bob, Who.NoAccess);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.Edit) });
        await using var back = await Caller.Come(gateway, session.Id, Bob, encoding: encoding);
        await Walk(session, back, Who.Edit);
    }

    [Theory]
    [InlineData(Role.View, Who.View, WireEncoding.MessagePack)]
    [InlineData(Role.Edit, Who.Edit, WireEncoding.MessagePack)]
    [InlineData(Role.Edit, Who.Edit, WireEncoding.Json)]
    public async Task A_guest_may_over_the_hub_what_the_links_role_may_and_over_http_nothing(Role link, Who who, WireEncoding encoding)
    {
        await using var session = await WalkedSession.Begin(gateway, link, encoding);
        await using var guest = await Caller.Come(gateway, session.Id, null, session.Secret, encoding);

        await Walk(session, guest, who, row => row.StartsWith("viewers: ", StringComparison.Ordinal));
        await Walk(session, guest, Who.NotSignedIn, row => !row.StartsWith("viewers: ", StringComparison.Ordinal));
        await session.Change(new AccessChange { Link = new RoleRule(Role.None) });
        await guest.Out();
        await Walk(session, guest, Who.NotSignedIn);
    }

    [Theory]
    [InlineData(WireEncoding.MessagePack)]
    [InlineData(WireEncoding.Json)]
    public async Task The_sharer_may_what_the_table_says(WireEncoding encoding)
    {
        foreach (var (row, cells) in WireTable.Rows.Where(row => !row.Key.StartsWith("items of ", StringComparison.Ordinal)))
        {
            await using var session = await WalkedSession.Begin(gateway, encoding: encoding);
            await using var device = await Caller.Come(gateway, session.Id, WalkedSession.Ada, encoding: encoding);
            var done = row.StartsWith("sharers: ", StringComparison.Ordinal) ? await session.CallAsSharer(row) : await device.Call(row);
            done.Should().Be(IsYes(cells[Who.Sharer]), $"'{row}' says '{cells[Who.Sharer]}' of the sharer");
            // Each live session holds a part of the sharer's day.
            await session.End();
        }
    }

    [Theory]
    [InlineData(Role.View)]
    [InlineData(Role.Edit)]
    public async Task Items_reach_who_is_in_and_tell_nothing_that_only_managers_may_see(Role role)
    {
        await using var session = await WalkedSession.Begin(gateway, Role.View);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, role) });
        await using var bob = await Caller.Come(gateway, session.Id, Bob);
        var watching = bob.Watch(item => item.Ended is not null, CancellationToken.None);

        await session.Output("before");
        await session.Change(new AccessChange { Allow = new EmailRule("eve@example.com", Role.Manage) });
        await using (await Caller.Come(gateway, session.Id, "eve@example.com"))
            await session.Output("while another is here");
        await session.End();

        var items = await watching.WaitAsync(TimeSpan.FromMinutes(3));
        foreach (var seen in (Func<WatchItem, object?>[])[item => item.Present, item => item.Frames, item => item.Durable, item => item.Roster, item => item.Ended])
            items.Should().Contain(item => seen(item) != null);
        foreach (var item in items)
            JsonSerializer.Serialize(item, JsonSerializerOptions.Web).Should().NotContainAny(session.Secret, WalkedSession.Invited);
    }

    [Fact]
    public async Task No_item_but_why_reaches_who_was_removed_or_never_was_in()
    {
        await using var session = await WalkedSession.Begin(gateway);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.View) });
        await using var bob = await Caller.Come(gateway, session.Id, Bob);
        await using var outsider = await Caller.Come(gateway, session.Id, "eve@example.com");
        var watching = bob.Watch(_ => false, CancellationToken.None);
        await session.Output("for bob");

        await session.Change(new AccessChange { Remove = new WhoRule(Bob) });
        await session.Output("not for bob");
        await session.End();

        var seen = await watching.WaitAsync(TimeSpan.FromMinutes(3));
        seen[^1].Closed!.Reason.Should().Be(Reason.AccessEnded);
        seen.Sum(item => item.Frames?.Run.Count ?? 0).Should().BeLessThanOrEqualTo(1);
        (await outsider.Watch(_ => false, CancellationToken.None)).Should().ContainSingle().Which.Closed.Should().NotBeNull();
    }

    /// <summary>Calls every row, and sees at the session that what may not be done was not.</summary>
    private static async Task Walk(WalkedSession session, Caller caller, Who who, Predicate<string>? only = null)
    {
        foreach (var (row, cells) in WireTable.Rows.Where(row => !row.Key.StartsWith("items of ", StringComparison.Ordinal) && only?.Invoke(row.Key) != false))
        {
            // What has no answer: the session shows below that it did nothing.
            var typed = session.Heard.Count(item => item.Typed is not null);
            var done = await caller.Call(row);
            if (!HasNoAnswer(row))
                done.Should().Be(IsYes(cells[who]), $"'{row}' says '{cells[who]}' of {who}");
            if (row == "viewers: Type" && IsYes(cells[who]))
                await session.Until(items => items.Count(item => item.Typed is not null) > typed);
            if (row == "viewers: HandBack" && IsYes(cells[who]))
                await session.Change(new AccessChange { Allow = new EmailRule(Bob, who == Who.Manage ? Role.Manage : Role.Edit) });
        }

        await session.Output("the session goes on as its sharer has it");
        session.Heard.Should().NotContain(item => item.Refused != null, "nobody else's frames came between");
    }

    /// <summary>Nobody who walks is an operator, or has the link's secret and no access; what those may is tested where it is made.</summary>
    private static bool IsYes(string cell) => cell is "yes" or "own";

    private static bool HasNoAnswer(string row) => row is "viewers: Seen" or "viewers: Leave" or "sharers: Append" or "sharers: ControlSeen" or "sharers: RunAnswered" or "sharers: HoldTyping";
}
