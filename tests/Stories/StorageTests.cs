using System.Text;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

/// <summary>What everyone sees of it when storage breaks: the real stores, broken from outside.</summary>
public sealed class StorageTests
{
    /// <summary>Small, so that little output fills it.</summary>
    private const int HeldBytes = 1024 * 1024;

    [Theory]
    [InlineData("Sqlite", false)]
    [InlineData("Sqlite", true)]
    [InlineData("Postgres", false)]
    [InlineData("Postgres", true)]
    public async Task While_storage_does_not_work_output_flows_on_and_nothing_is_acknowledged_that_is_not_stored(string store, bool fails)
    {
        await using var server = await TestServer.Start(await TestStore.Named(store), $"Session:MaxHeldBytes={HeldBytes}");
        await using var sharer = await TestSharer.Share(server, keyframes: false); // However slow the machine: without them nobody skips.
        await using var viewer = await TestViewer.Join(server, sharer);
        await using var recorder = await TestViewer.Join(server, sharer, recorder: true);
        sharer.Write("stored");
        await recorder.Catches(sharer);

        Break(server, fails);
        sharer.Write(", not stored");
        await viewer.Catches(sharer);
        await sharer.Events.Until(IsToldNotSaved, "that the sharer is told since when nothing is saved");
        await viewer.Events.Until(IsToldNotSaved, "that the viewer is told since when nothing is saved");
        await WriteTwiceWhatIsHeld(sharer, viewer);
        var unsaved = sharer.UnsavedBytes;
        Encoding.UTF8.GetString(recorder.Output).Should().Be("stored", "a recorder gets what is stored");
        viewer.OutputBytes.Should().BeLessThanOrEqualTo(HeldBytes + 100);
        unsaved.Should().BeGreaterThanOrEqualTo(2 * HeldBytes, "the sharer keeps what was not acknowledged as stored");

        await server.StorageAnswers();
        await recorder.Catches(sharer);
        await viewer.Catches(sharer);
        await sharer.Events.Until(seen => seen.OfType<SharedEvent.Noticed>().Last().Notice.Reason == Reason.None, "that all is saved again");
        (await sharer.End()).Durable.Should().BeTrue();
        await recorder.Ended();
        await viewer.Ended();

        recorder.Output.AsSpan().SequenceEqual(sharer.Written).Should().BeTrue();
        viewer.Output.AsSpan().SequenceEqual(sharer.Written).Should().BeTrue();
    }

    [Theory]
    [InlineData("Sqlite", false)]
    [InlineData("Sqlite", true)]
    [InlineData("Postgres", true)]
    public async Task A_server_that_dies_while_storage_does_not_work_loses_nothing_that_the_sharer_still_has(string store, bool fails)
    {
        await using var server = await TestServer.Start(await TestStore.Named(store));
        await using var sharer = await TestSharer.Share(server, keyframes: false);
        await using var viewer = await TestViewer.Join(server, sharer);
        await using var recorder = await TestViewer.Join(server, sharer, recorder: true);
        sharer.Write("stored");
        await recorder.Catches(sharer);
        Break(server, fails);
        sharer.Write(", seen and not stored");
        await viewer.Catches(sharer);

        await server.Kill();
        await server.StorageAnswers();
        await server.Start();
        sharer.Write(", and what comes then");

        (await sharer.End()).Durable.Should().BeTrue();
        await recorder.Ended();
        await viewer.Ended();
        recorder.Output.AsSpan().SequenceEqual(sharer.Written).Should().BeTrue();
        viewer.Output.AsSpan().SequenceEqual(sharer.Written).Should().BeTrue("the sharer sent the same bytes again");
    }

    private static void Break(TestServer server, bool fails)
    {
        if (fails)
            server.StorageFails();
        else
            server.StorageStandsStill();
    }

    /// <summary>Until no more than a further append could fit, and as much again.</summary>
    private static async Task WriteTwiceWhatIsHeld(TestSharer sharer, TestViewer viewer)
    {
        for (var i = 0; i < 2 * HeldBytes / 16_000 + 1; i++)
            sharer.Write(new byte[16_000]);
        await viewer.Events.Until(_ => viewer.OutputBytes > HeldBytes - WireLimits.AppendBytes, "that watchers get what the session holds");
    }

    private static bool IsToldNotSaved(IReadOnlyList<SharedEvent> seen) =>
        seen.OfType<SharedEvent.Noticed>().Any(told => told.Notice.Reason == Reason.StorageUnavailable && told.Notice.Text.StartsWith("Not saved since"));

    private static bool IsToldNotSaved(IReadOnlyList<WatchedEvent> seen) =>
        seen.OfType<WatchedEvent.Noticed>().Any(told => told.Notice.Reason == Reason.StorageUnavailable && told.Notice.Text.StartsWith("Not saved since"));
}
