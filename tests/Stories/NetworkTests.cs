using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

/// <summary>What everyone sees of it when somebody's network or process goes.</summary>
public sealed class NetworkTests
{
    [Fact]
    public async Task A_sharer_whose_network_goes_is_reconnecting_in_the_roster_and_comes_back_without_losing_a_byte()
    {
        await using var server = await TestServer.Start();
        using var network = new TestNetwork(server.Url);
        await using var sharer = await TestSharer.Share(server, keyframes: false, via: network);
        await using var recorder = await TestViewer.Join(server, sharer, recorder: true);
        await using var viewer = await TestViewer.Join(server, sharer);
        sharer.Write("before");
        await recorder.Catches(sharer);

        network.GoAway();
        await sharer.Events.Until(seen => seen.OfType<SharedEvent.Reconnecting>().Any(), "that the sharer hears of it");
        await viewer.Events.Until(seen => StateOfSharer(seen) == SharerState.Reconnecting, "that the roster says so");
        sharer.Write(", while it was away");
        network.ComeBack();

        await recorder.Catches(sharer);
        await viewer.Events.Until(seen => StateOfSharer(seen) == SharerState.Connected, "that the roster says so");
        await sharer.End();
        await recorder.Ended();
        await viewer.Ended();
        recorder.Output.Should().Equal(sharer.Written);
        viewer.Output.Should().Equal(sharer.Written);
        recorder.Events.All.OfType<WatchedEvent.Frames>().Should().OnlyContain(frames => frames.Epoch == 1, "the same process goes on under its epoch");
    }

    [Fact]
    public async Task A_sharer_whose_network_is_cut_again_and_again_in_the_middle_of_output_loses_and_doubles_no_byte()
    {
        await using var server = await TestServer.Start();
        using var network = new TestNetwork(server.Url);
        await using var sharer = await TestSharer.Share(server, keyframes: false, via: network);
        await using var recorder = await TestViewer.Join(server, sharer, recorder: true);
        var random = new Random(5);
        for (var cut = 0; cut < 10; cut++)
        {
            // In pieces, so that some are under way when the network goes.
            for (var i = 0; i < 60; i++)
                sharer.Write(Bytes(random, 20_000));
            await recorder.Events.Until(_ => recorder.OutputBytes > sharer.WrittenBytes - 1_000_000, "that output flows");
            network.Cut();
            await sharer.Events.Until(seen => seen.OfType<SharedEvent.Connected>().Count() > cut, "that the sharer is back");
        }

        (await sharer.End()).Durable.Should().BeTrue();
        await recorder.Ended();
        recorder.Output.AsSpan().SequenceEqual(sharer.Written).Should().BeTrue();
    }

    [Fact]
    public async Task A_sharer_whose_process_dies_is_reconnecting_until_the_grace_is_over_and_then_the_session_ends()
    {
        await using var server = await TestServer.Start("Session:Grace=00:00:02");
        await using var sharer = await TestSharer.Share(server);
        await using var viewer = await TestViewer.Join(server, sharer);
        sharer.Write("the last words");
        await viewer.Catches(sharer);

        await sharer.Die();

        await viewer.Events.Until(seen => StateOfSharer(seen) == SharerState.Reconnecting, "that the roster says so");
        (await viewer.Ended()).Should().Match<Ended>(ended => ended.Reason == Reason.SharerLost && ended.Text.Contains("did not come back"));
        viewer.Output.Should().Equal(sharer.Written);
    }

    [Fact]
    public async Task A_viewer_whose_network_goes_comes_back_as_the_same_participant_where_it_was()
    {
        await using var server = await TestServer.Start("Session:MaxParticipants=1");
        using var network = new TestNetwork(server.Url);
        await using var sharer = await TestSharer.Share(server, allow: new EmailRule("bob@example.com", Role.Edit));
        await using var bob = await TestViewer.Join(server, sharer, email: "bob@example.com", via: network);
        sharer.Write("before");
        await bob.Catches(sharer);
        var participant = bob.Participant;
        (await bob.Type("1")).Should().BeNull();

        network.GoAway();
        await sharer.Events.Until(seen => seen.OfType<SharedEvent.RosterChanged>().Last().Roster.Participants is [{ Away: true }], "that the roster says so");
        var typed = bob.Type("2");
        sharer.Write(", while it was away");
        network.ComeBack();

        await bob.Catches(sharer);
        (await typed).Should().BeNull();
        await sharer.Events.Until(_ => sharer.Typed == "12", "what Bob typed, once");
        bob.Output.Should().Equal(sharer.Written, "it goes on where it was");
        (bob.Participant, bob.Role).Should().Be((participant, Role.Edit));
        sharer.Events.All.OfType<SharedEvent.RosterChanged>().Last().Roster.Participants.Should()
            .ContainSingle("the old connection is replaced before anybody is counted").Which.Away.Should().BeFalse();
    }

    private static SharerState? StateOfSharer(IReadOnlyList<WatchedEvent> seen) =>
        seen.OfType<WatchedEvent.RosterChanged>().LastOrDefault()?.Roster.SharerState;

    private static byte[] Bytes(Random random, int most)
    {
        var bytes = new byte[random.Next(1, most)];
        random.NextBytes(bytes);
        return bytes;
    }
}
