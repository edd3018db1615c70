using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

public sealed class JoiningTests
{
    [Fact]
    public async Task Recorders_that_join_at_any_time_get_every_byte_of_the_session()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server);
        var random = new Random(1);
        var viewers = new List<TestViewer>();
        for (var step = 0; step < 40; step++)
        {
            var bytes = new byte[random.Next(1, 100_000)];
            random.NextBytes(bytes);
            sharer.Write(bytes);
            if (step % 10 == 0)
                viewers.Add(await TestViewer.Join(server, sharer, recorder: step % 20 == 0));
        }

        (await sharer.End()).Durable.Should().BeTrue();

        foreach (var viewer in viewers)
        {
            (await viewer.Ended()).Reason.Should().Be(Reason.SharerExited);
            viewer.Output.AsSpan().SequenceEqual(sharer.Written).Should().BeTrue();
            await viewer.DisposeAsync();
        }
    }

    [Fact]
    public async Task Commands_become_blocks_and_the_roster_says_who_is_here()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server, allow: new EmailRule("bob@example.com", Role.Edit));
        await using var bob = await TestViewer.Join(server, sharer, email: "bob@example.com");
        await using var guest = await TestViewer.Join(server, sharer, name: "Gil");
        sharer.Run(1, "make all");
        sharer.Write("cc main.c\n");
        sharer.Finish(1, 2);
        sharer.Resize(100, 30);
        await guest.Events.Until(
            seen => seen.OfType<WatchedEvent.Frames>().SelectMany(Kinds).Contains(FrameKind.Resize), "the new size");

        (await guest.Blocks()).Should().ContainSingle().Which.Should().Match<Block>(
            block => block.Number == 1 && block.Command == "make all" && block.ExitCode == 2 && block.LastSequence == block.FirstSequence + 2);
        (bob.Role, guest.Role).Should().Be((Role.Edit, Role.View));
        await sharer.Events.Until(seen => Names(seen).SequenceEqual(["bob", "Gil"]), "bob and Gil in the roster");
    }

    [Fact]
    public async Task The_eleventh_participant_gets_a_clear_answer()
    {
        await using var server = await TestServer.Start("Session:MaxParticipants=1");
        await using var sharer = await TestSharer.Share(server);
        await using var first = await TestViewer.Join(server, sharer);

        var refused = await FluentActions.Awaiting(() => TestViewer.Join(server, sharer)).Should().ThrowAsync<RefusedException>();

        refused.Which.Refusal.Should().Match<Refusal>(refusal => refusal.Reason == Reason.ParticipantLimit && refusal.Text.Contains("At most 1 beside"));
    }

    private static IEnumerable<FrameKind> Kinds(WatchedEvent.Frames frames)
    {
        var kinds = new List<FrameKind>();
        foreach (var frame in frames)
            kinds.Add(frame.Kind);
        return kinds;
    }

    private static IEnumerable<string> Names(IReadOnlyList<SharedEvent> seen) =>
        seen.OfType<SharedEvent.RosterChanged>().LastOrDefault()?.Roster.Participants.Select(participant => participant.Person.Name) ?? [];
}
