using SessionShare.Protocol;

namespace SessionShare.Stories;

public sealed class TypingTests
{
    [Fact]
    public async Task What_an_editor_types_arrives_once_and_in_order_though_the_server_is_killed()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server, allow: new EmailRule("bob@example.com", Role.Edit));
        await using var bob = await TestViewer.Join(server, sharer, email: "bob@example.com");

        (await bob.Type("echo ")).Should().BeNull();
        await sharer.Events.Until(_ => sharer.Typed == "echo ", "echo");
        await server.KillAndRestart();
        foreach (var key in "hello")
            await Typed(bob, key.ToString());

        await sharer.Events.Until(_ => sharer.Typed.Length >= "echo hello".Length, "hello");
        sharer.Typed.Should().Be("echo hello");
    }

    [Fact]
    public async Task Nothing_that_a_viewer_types_arrives()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server, link: Role.View, allow: new EmailRule("bob@example.com", Role.Edit));
        await using var viewer = await TestViewer.Join(server, sharer);
        await using var bob = await TestViewer.Join(server, sharer, email: "bob@example.com");

        (await viewer.Type("rm -rf /"))!.Reason.Should().Be(Reason.RoleTooLow);
        (await bob.Type("ls")).Should().BeNull();

        await sharer.Events.Until(_ => sharer.Typed.Length > 0, "what Bob typed");
        sharer.Typed.Should().Be("ls");
    }

    /// <summary>Types again while the sharer is on its way back, as a person would.</summary>
    private static async Task Typed(TestViewer viewer, string key)
    {
        while (await viewer.Type(key) is { } refusal)
        {
            refusal.Reason.Should().Be(Reason.SharerAway);
            await Task.Delay(20);
        }
    }
}
