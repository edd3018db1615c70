using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

public sealed class FailoverTests
{
    [Fact]
    public async Task Killing_the_server_in_the_middle_of_output_loses_and_doubles_no_byte()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server, keyframes: false); // However slow the machine: without them nobody skips.
        await using var recorder = await TestViewer.Join(server, sharer, recorder: true);
        await using var viewer = await TestViewer.Join(server, sharer);
        var random = new Random(2);

        for (var round = 0; round < 3; round++)
        {
            var writing = Write(sharer, random, 150);
            await server.KillAndRestart();
            await writing;
            await sharer.Events.Until(seen => seen.OfType<SharedEvent.Connected>().Count() > round, "that the sharer is back");
        }

        (await sharer.End()).Durable.Should().BeTrue();
        await recorder.Ended();
        await viewer.Ended();

        recorder.Output.AsSpan().SequenceEqual(sharer.Written).Should().BeTrue();
        viewer.Events.All.OfType<WatchedEvent.Rewound>().Should().BeEmpty("the same process came back under the same epoch");
        viewer.Output.AsSpan().SequenceEqual(sharer.Written).Should().BeTrue();
    }

    [Fact]
    public async Task A_second_process_of_the_sharer_takes_over_and_the_first_stops()
    {
        await using var server = await TestServer.Start();
        await using var first = await TestSharer.Share(server);
        await using var recorder = await TestViewer.Join(server, first, recorder: true);
        first.Write("first ");
        await recorder.Catches(first);

        await using var second = await TestSharer.Share(server, id: first.Id);
        second.Write("second");
        await first.Events.Until(seen => seen.OfType<SharedEvent.Ended>().Any(), "that the first has lost the session");
        await second.End();
        await recorder.Ended();

        first.Events.All.OfType<SharedEvent.Ended>().Single().Reason.Should().Be(Reason.OwnershipLost);
        System.Text.Encoding.UTF8.GetString(recorder.Output).Should().Be("first second");
    }

    [Fact]
    public async Task Of_two_activations_only_the_newer_writes_and_the_older_stops()
    {
        await using var server = await TestServer.Start(await TestStore.Named("Postgres"));
        await using var other = await server.StartBeside();
        await using var sharer = await TestSharer.Share(server, keyframes: false);
        await using var recorder = await TestViewer.Join(server, sharer, recorder: true);
        var random = new Random(6);
        for (var round = 1; round <= 2; round++)
        {
            await other.KillAndRestart();
            await Write(sharer, random, 20);
            await using var guest = await TestViewer.Join(other, sharer);
            await guest.Events.Until(seen => seen.OfType<WatchedEvent.Present>().Any(), "that the other server has the session, too");
            await Write(sharer, random, 20);
            await recorder.Catches(sharer);
            var stopped = round;
            await server.Log.Until(log => log.Count(line => line.Contains("another activation took over")) >= stopped, "that the older activation stops");
        }

        (await sharer.End()).Durable.Should().BeTrue();
        await recorder.Ended();

        recorder.Output.AsSpan().SequenceEqual(sharer.Written).Should().BeTrue();
        await sharer.Events.Until(seen => seen.OfType<SharedEvent.Ended>().Any(), "that the sharer hears of the end");
        sharer.Events.All.OfType<SharedEvent.Ended>().Should().ContainSingle().Which.Reason.Should().Be(Reason.SharerExited);
    }

    [Fact]
    public async Task An_ended_session_leaves_nothing_and_says_that_it_has_ended()
    {
        await using var server = await TestServer.Start();
        await using var sharer = await TestSharer.Share(server);
        sharer.Write("gone soon");
        await sharer.End();

        var refused = await FluentActions.Awaiting(() => TestViewer.Join(server, sharer)).Should().ThrowAsync<RefusedException>();

        refused.Which.Refusal.Reason.Should().Be(Reason.SessionEnded);
    }

    /// <summary>Writes in many small pieces, letting others run in between.</summary>
    private static async Task Write(TestSharer sharer, Random random, int pieces)
    {
        for (var i = 0; i < pieces; i++)
        {
            var bytes = new byte[random.Next(1, 8_000)];
            random.NextBytes(bytes);
            sharer.Write(bytes);
            await Task.Delay(5);
        }
    }
}
