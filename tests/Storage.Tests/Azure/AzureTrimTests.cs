using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>Which blobs a trim takes away, and what an opening reads of them.</summary>
public sealed class AzureTrimTests : IAsyncLifetime
{
    private AzureOptions _options = null!;

    public async Task InitializeAsync()
    {
        _options = (await AzuriteServer.Shared).NewContainers();
        await AzureBlobs.Migrate(_options, default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Blobs_that_hold_nothing_kept_go_and_a_row_in_them_is_written_again()
    {
        await using var silo = Silo();
        var head = await Fill(silo, commits: 12);
        (await Segments()).Should().Equal(0, 1, 2, 3);

        await Trim(silo, head, 22);
        await silo.Trims.Done;

        // The trim's own append begins a further one.
        (await Segments()).Should().Equal(2, 3, 4);
        (await silo.ReadBlocks("s", 0, 99, default)).Select(block => block.Number).Should().Equal(5);
        TestFrames.Frames(await silo.Read("s", 0, int.MaxValue, default)).Should().HaveCount(15);
    }

    [Fact]
    public async Task Trim_of_everything_leaves_the_blob_that_is_written_to()
    {
        await using var silo = Silo();
        var head = await Fill(silo, commits: 12);

        await Trim(silo, head, 37);
        await silo.Trims.Done;
        (await silo.Commit(TestFrames.Commit("s", head with { End = 36 }, 5), default)).Should().Be(CommitOutcome.Committed);
        await silo.Trims.Done;

        (await silo.ReadBlocks("s", 0, 99, default)).Select(block => block.Number).Should().Equal(5);
        TestFrames.Frames(await silo.Read("s", 0, int.MaxValue, default)).Should().ContainSingle().Which.Sequence.Should().Be(37);
        (await Segments()).Min().Should().BePositive();
    }

    [Fact]
    public async Task Blobs_that_a_dead_silo_left_go_at_the_next_opening()
    {
        var silo = Silo();
        var head = await Fill(silo, commits: 12);
        var container = Container();
        var view = (await LogView.Of(container, "s", default))!;
        var plan = await view.PlanTrim(new LogTrim("s", head.Generation, 22, 0), default);
        var writer = await AppendWriter.Load(container, Tiny, view.Blobs, view, default);
        (await writer.Trim(plan, default)).Should().Be(CommitOutcome.Committed);
        (await Segments()).Should().HaveCountGreaterThan(3, "only the head was moved");

        await using var next = Silo();
        (await next.Open("s", default)).Oldest.Should().Be(22);
        await next.Trims.Done;

        (await Segments()).Min().Should().Be(2);
    }

    [Fact]
    public async Task Trim_that_meets_a_change_of_blocks_is_planned_again()
    {
        await using var silo = Silo();
        var head = await Fill(silo, commits: 12);
        var view = (await LogView.Of(Container(), "s", default))!;
        var plan = await view.PlanTrim(new LogTrim("s", head.Generation, 22, 0), default);
        plan.Rescued.Should().ContainSingle().Which.Number.Should().Be(5);
        var end = Of(5, 13, 37);
        (await silo.Commit(TestFrames.Commit("s", head with { End = 36 }, 5) with { Blocks = [end] }, default)).Should().Be(CommitOutcome.Committed);

        var writer = await AppendWriter.Load(Container(), Tiny, view.Blobs, (await LogView.Of(Container(), "s", default))!, default);
        (await writer.Trim(plan, default)).Should().Be(CommitOutcome.Conflict);
        await Trim(silo, head, 22);

        (await silo.ReadBlocks("s", 0, 9, default)).Should().Equal(end);
    }

    [Fact]
    public async Task Opening_a_long_session_reads_little_of_it()
    {
        var azurite = await AzuriteServer.Shared;
        using var relay = new Relay(azurite.Port);
        var limits = new AzureLimits(_options.BlobBytes, _options.AppendBytes);
        await using (var silo = new AzureFrameLog(_options, limits, NullLogger.Instance))
        {
            var head = await silo.Open("s", default);
            for (var i = 0; i < 100; i++)
            {
                var commit = TestFrames.Commit("s", head with { End = i * 4 }, 50_000, 50_000, 50_000, 50_000) with { Blocks = [Of(i + 1, (i * 4) + 1, (i + 1) * 4)] };
                (await silo.Commit(commit, default)).Should().Be(CommitOutcome.Committed);
            }
        }

        _options.ConnectionString = azurite.ConnectionString(relay.Port);
        await using var next = new AzureFrameLog(_options, limits, NullLogger.Instance);
        (await next.Open("s", default)).Should().BeEquivalentTo(new { End = 400, PayloadBytes = 20_000_000, NewestBlock = new { Number = 100 } });

        relay.Answered.Should().BeLessThan(60_000);
        TestFrames.Frames(await next.Read("s", 200, 10_000, default)).Should().ContainSingle();
        relay.Answered.Should().BeGreaterThan(60_000, "the count must see what a read brings");
    }

    private static AzureLimits Tiny => new(256 * 1024 * 1024, 2 * 1024 * 1024) { SegmentAppends = 3 };

    private static BlockRow Of(int number, long first, long? last) => new(number, "ls", "/", first, last, 1, 2, null, 0);

    private static async Task Trim(AzureFrameLog silo, LogHead head, long oldest) =>
        (await silo.Trim(new LogTrim("s", head.Generation, oldest, 0), default)).Should().Be(CommitOutcome.Committed);

    /// <summary>Commits of three frames, three to a blob. The first four are a block each, and a fifth block runs on from there.</summary>
    private static async Task<LogHead> Fill(AzureFrameLog silo, int commits)
    {
        var head = await silo.Open("s", default);
        for (var i = 0; i < commits; i++)
        {
            // Long enough that a page of blocks is full with three of them.
            IReadOnlyList<BlockRow> rows = i < 5 ? [Of(i + 1, (i * 3) + 1, i < 4 ? (i + 1) * 3 : null) with { Command = new string('x', 6000) }] : [];
            var commit = TestFrames.Commit("s", head with { End = i * 3 }, 10, 10, 10) with { Blocks = rows };
            (await silo.Commit(commit, default)).Should().Be(CommitOutcome.Committed);
        }

        return head;
    }

    private AzureFrameLog Silo() => new(_options, Tiny, NullLogger.Instance);

    private BlobContainerClient Container() => new BlobServiceClient(_options.ConnectionString).GetBlobContainerClient(_options.FrameContainer);

    private async Task<List<int>> Segments() => [.. (await LogBlobs.Look(Container(), "s", default))!.Segments.Select(segment => segment.Number)];
}
