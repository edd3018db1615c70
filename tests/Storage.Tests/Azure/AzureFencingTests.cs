using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging.Abstractions;
using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>What several silos do to one log, and what it leaves in the account.</summary>
public sealed class AzureFencingTests : IAsyncLifetime
{
    private static readonly AzureLimits Large = new(256 * 1024 * 1024, 2 * 1024 * 1024);

    private AzureOptions _options = null!;

    public async Task InitializeAsync()
    {
        _options = (await AzuriteServer.Shared).NewContainers();
        await AzureBlobs.Migrate(_options, default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Silo_that_lost_a_session_to_another_is_refused_by_the_storage()
    {
        var (first, second) = (Silo(), Silo());
        var old = await first.Open("s", default);
        (await first.Commit(TestFrames.Commit("s", old, 5), default)).Should().Be(CommitOutcome.Committed);

        var young = await second.Open("s", default);

        young.Generation.Should().BeGreaterThan(old.Generation);
        young.End.Should().Be(1);
        (await first.Commit(TestFrames.Commit("s", old with { End = 1 }, 5), default)).Should().Be(CommitOutcome.Conflict);
        (await second.Commit(TestFrames.Commit("s", young, 6), default)).Should().Be(CommitOutcome.Committed);
        (await first.Peek("s", default)).Should().Be(young with { End = 2, PayloadBytes = 11 });
    }

    /// <summary>Every commit that either was told is done is there, in order, and nothing else: blobs are begun all the time meanwhile.</summary>
    [Fact]
    public async Task Silos_that_take_a_session_from_each_other_lose_and_double_nothing()
    {
        var silos = Enumerable.Range(0, 3).Select(_ => Silo(new AzureLimits(600, 20_000) { SegmentAppends = 3 })).ToList();
        var committed = new SortedDictionary<long, string>();

        await Task.WhenAll(silos.Select(async (silo, who) =>
        {
            for (var takes = 0; takes < 4; takes++)
            {
                var head = await silo.Open("s", default);
                for (var end = head.End; end < head.End + 8; end++)
                {
                    var run = TestFrames.Run(end + 1, 1, Encoding.ASCII.GetBytes($"{who}.{takes}.{end}"));
                    if (await silo.Commit(TestFrames.Commit("s", head.Generation, end, [new LoggedRun(who + 1, run)]), default) != CommitOutcome.Committed)
                        break;
                    lock (committed)
                        committed.Add(end + 1, $"{who}.{takes}.{end}");
                }
            }
        }));

        var frames = TestFrames.Frames(await silos[0].Read("s", 0, int.MaxValue, default));
        frames.Select(frame => Encoding.ASCII.GetString(Convert.FromHexString(frame.Payload))).Should().Equal(committed.Values);
        committed.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Writer_of_another_silo_can_not_go_on_after_a_delete()
    {
        var (first, second) = (Silo(), Silo());
        var head = await first.Open("s", default);
        await first.Commit(TestFrames.Commit("s", head, 5), default);

        await second.Delete("s", default);

        (await first.Commit(TestFrames.Commit("s", head with { End = 1 }, 5), default)).Should().Be(CommitOutcome.Conflict);
        (await second.Open("s", default)).Generation.Should().BeGreaterThan(head.Generation);
    }

    [Fact]
    public async Task Commit_whose_answer_was_lost_is_done_once()
    {
        var azurite = await AzuriteServer.Shared;
        using var relay = new Relay(azurite.Port);
        _options.ConnectionString = azurite.ConnectionString(relay.Port);
        var silo = Silo();
        var head = await silo.Open("s", default);
        (await silo.Commit(TestFrames.Commit("s", head, 5), default)).Should().Be(CommitOutcome.Committed);

        relay.LoseAnswerTo(request => Encoding.Latin1.GetString(request).Contains("comp=appendblock", StringComparison.Ordinal));
        (await silo.Commit(TestFrames.Commit("s", head with { End = 1 }, 6), default)).Should().Be(CommitOutcome.Committed);

        relay.AnswersLost.Should().Be(1);
        (await silo.Commit(TestFrames.Commit("s", head with { End = 2 }, 7), default)).Should().Be(CommitOutcome.Committed);
        TestFrames.Frames(await silo.Read("s", 0, 1000, default)).Should().HaveCount(3);
    }

    [Fact]
    public async Task Nothing_that_was_typed_or_seen_stands_in_a_blob_as_it_is_and_a_delete_leaves_no_blob()
    {
        var silo = Silo();
        var head = await silo.Open("s", default);
        var run = TestFrames.Run(1, 3, "xq7-secret"u8);
        var block = new BlockRow(1, "xq7-secret", null, 1, null, 1, null, null, 0);
        await silo.Commit(TestFrames.Commit("s", head.Generation, 0, [new LoggedRun(1, run)]) with { Blocks = [block] }, default);
        var bytes = await Everything();
        bytes.Should().NotBeEmpty();
        bytes.AsSpan().IndexOf("xq7-secret"u8).Should().Be(-1);

        await silo.Delete("s", default);

        (await Names()).Should().Equal("~generations");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Delete_cut_short_is_finished_by_the_next_start(int writes)
    {
        var silo = Silo();
        var head = await silo.Open("s", default);
        await silo.Commit(TestFrames.Commit("s", head, 5), default);
        // What stands when it stops behind its first write, the marker, or behind its second, which takes the writer's right.
        var container = new BlobServiceClient(_options.ConnectionString).GetBlobContainerClient(_options.FrameContainer);
        await container.GetBlobClient("~deleting/s").UploadAsync(new BinaryData(""));
        if (writes == 2)
        {
            await GenerationFloor.Raise(container, head.Generation, default);
            var blobs = (await LogBlobs.Look(container, "s", default))!;
            await SegmentChanges.Change(container, blobs.Segments[^1] with { Generation = LogSegment.Deleted }, default);
        }

        await using var next = Silo();
        await next.Start(default);
        await next.LeftoversDeleted;

        (await next.Peek("s", default)).Should().BeNull();
        (await Names()).Should().Equal("~generations");
    }

    [Fact]
    public async Task Reading_from_the_middle_of_a_long_blob_reads_little_of_it()
    {
        var silo = Silo();
        var head = await silo.Open("s", default);
        for (var end = 0; end < 130; end++)
            await silo.Commit(TestFrames.Commit("s", head with { End = end }, 2000), default);
        var container = new BlobServiceClient(_options.ConnectionString).GetBlobContainerClient(_options.FrameContainer);
        var segment = (await LogBlobs.Look(container, "s", default))!.Segments.Single();

        foreach (var sequence in new[] { 1L, 2, 63, 64, 65, 66, 128, 129, 130 })
        {
            var window = new SegmentWindow(container, segment, AzureFrameLog.LookBytes);
            (await window.Find(sequence, default)).Head.First.Should().Be(sequence);
            window.Reads.Should().BeLessThanOrEqualTo(10);
        }
    }

    [Fact]
    public async Task Start_without_the_container_names_silo_migrate()
    {
        await using var silo = new AzureFrameLog((await AzuriteServer.Shared).NewContainers(), Large, NullLogger.Instance);

        await silo.Invoking(it => it.Start(default)).Should().ThrowAsync<AzureStorageException>().WithMessage("*doesn't exist; run 'silo migrate'*");
    }

    [Fact]
    public async Task Containers_may_be_made_by_two_at_once()
    {
        var options = (await AzuriteServer.Shared).NewContainers();

        await Task.WhenAll(AzureBlobs.Migrate(options, default), AzureBlobs.Migrate(options, default));

        await using var silo = new AzureFrameLog(options, Large, NullLogger.Instance);
        await silo.Start(default);
    }

    private AzureFrameLog Silo(AzureLimits? limits = null) => new(_options, limits ?? Large, NullLogger.Instance);

    private async Task<List<string>> Names()
    {
        var container = new BlobServiceClient(_options.ConnectionString).GetBlobContainerClient(_options.FrameContainer);
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync())
            names.Add(blob.Name);
        return names;
    }

    private async Task<byte[]> Everything()
    {
        var container = new BlobServiceClient(_options.ConnectionString).GetBlobContainerClient(_options.FrameContainer);
        var bytes = new List<byte>();
        await foreach (BlobItem blob in container.GetBlobsAsync())
            bytes.AddRange((await container.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content.ToArray());
        return [.. bytes];
    }
}
