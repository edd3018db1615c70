using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

public sealed class AccessTests
{
    private const string Bob = "bob@example.com";

    [Fact]
    public async Task Revoked_while_typing_not_one_more_byte_reaches_the_terminal()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server, allow: new EmailRule(Bob, Role.Edit));
        await using var bob = await TestViewer.Join(server, sharer, email: Bob);
        (await bob.Type("a")).Should().BeNull();
        await sharer.Events.Until(_ => sharer.Typed == "a", "the first key");

        await server.ChangeAccess("ada@example.com", sharer.Id, new AccessChange { Revoke = new WhoRule(Bob) });
        var before = sharer.Typed;
        for (var key = 0; key < 100; key++)
            (await bob.Type("b"))!.Reason.Should().Be(Reason.RoleTooLow);

        await server.ChangeAccess("ada@example.com", sharer.Id, new AccessChange { Allow = new EmailRule(Bob, Role.Edit) });
        await bob.Events.Until(_ => bob.Role == Role.Edit, "the role again");
        (await bob.Type("c")).Should().BeNull();
        await sharer.Events.Until(_ => sharer.Typed.EndsWith('c'), "the last key");
        sharer.Typed.Should().Be(before + "c");
    }

    [Fact]
    public async Task Removed_while_watching_nothing_that_is_written_then_arrives()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server, link: Role.None, allow: [new EmailRule(Bob, Role.View), new EmailRule("eve@example.com", Role.View)]);
        await using var bob = await TestViewer.Join(server, sharer, email: Bob);
        await using var eve = await TestViewer.Join(server, sharer, email: "eve@example.com");
        sharer.Write("before");
        await bob.Catches(sharer);

        await server.ChangeAccess("ada@example.com", sharer.Id, new AccessChange { Remove = new WhoRule(Bob) });
        sharer.Write("behind");

        await eve.Catches(sharer);
        await bob.Events.Until(seen => seen.OfType<WatchedEvent.Closed>().Any(), "the end of access");
        bob.Events.All.OfType<WatchedEvent.Closed>().Single().Why.Reason.Should().Be(Reason.AccessEnded);
        bob.Output.Should().Equal("before"u8.ToArray());
    }

    [Fact]
    public async Task A_request_survives_the_server_and_is_granted_behind_it()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server, allow: new EmailRule(Bob, Role.View));
        await using var bob = await TestViewer.Join(server, sharer, email: Bob);
        (await bob.RequestRole(Role.Edit)).Should().BeNull();

        await server.KillAndRestart();
        await bob.Events.Until(seen => seen.OfType<WatchedEvent.Resumed>().Any(), "the viewer again");
        await sharer.Events.Until(
            seen => seen.SkipWhile(item => item is not SharedEvent.Connected).OfType<SharedEvent.RosterChanged>()
                .Any(changed => changed.Roster.Participants.Any(known => known is { Request: Role.Edit, Away: false })),
            "the request, behind the restart");

        await server.ChangeAccess("ada@example.com", sharer.Id, new AccessChange { Grant = new Grant(bob.Participant, Role.Edit, 900) });
        await bob.Events.Until(_ => bob.Role == Role.Edit, "the role");
        (await bob.Type("x")).Should().BeNull();
        await sharer.Events.Until(_ => sharer.Typed == "x", "what Bob typed");
    }
}
