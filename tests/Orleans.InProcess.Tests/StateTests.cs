using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.InProcess.Tests;

public sealed class Tally
{
    public int Count { get; set; }

    public IReadOnlyList<string> Names { get; set; } = [];
}

public interface ITallyGrain : IGrainWithStringKey
{
    [AlwaysInterleave]
    Task<int> Add(int amount, bool write = true);

    Task<string> Describe();

    Task Clear();

    Task Reread();

    Task AddTwiceInOneTurn();

    Task End();
}

internal sealed class TallyGrain(
    [PersistentState("tally", "store")] IPersistentState<Tally> tally,
    Journal journal,
    [PersistentState("other", "store")] IPersistentState<Tally> other) : Grain, ITallyGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Write($"begins with {tally.State.Count}, {tally.RecordExists}");
        return Task.CompletedTask;
    }

    public async Task<int> Add(int amount, bool write = true)
    {
        tally.State.Count += amount;
        if (write)
        {
            await tally.WriteStateAsync();
        }

        return tally.State.Count;
    }

    public Task<string> Describe() =>
        Task.FromResult($"{tally.State.Count} {tally.RecordExists} {tally.Etag is not null} {other.State.Count} {other.RecordExists}");

    public Task Clear() => tally.ClearStateAsync();

    public Task Reread() => tally.ReadStateAsync();

    public Task AddTwiceInOneTurn() => Task.WhenAll(Add(1), Add(1));

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

/// <summary>Memory storage that counts, waits and fails when it is told to.</summary>
public sealed class WatchedStorage(IGrainStorage inner, Journal journal) : IGrainStorage
{
    public Exception? FailsWith { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        journal.Write("write starts");
        await journal.Gate("storage");
        if (FailsWith is { } failure)
        {
            FailsWith = null;
            throw failure;
        }

        await inner.WriteStateAsync(stateName, grainId, grainState);
        journal.Write("write ends");
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ClearStateAsync(stateName, grainId, grainState);
}

public sealed class StateTests : Story
{
    [Theory, MemberData(nameof(BothSchedulers))]
    public Task State_is_read_before_the_grain_begins_and_what_was_not_written_is_gone(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITallyGrain>("a");
        await grain.Add(2);
        await grain.Add(5, write: false);
        await grain.End();
        (await grain.Describe()).Should().Be("2 True True 0 False");
        silo.Journal.Entries.Should().Equal("begins with 0, False", "begins with 2, True");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Cleared_state_is_empty_and_can_be_written_again(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITallyGrain>("a");
        await grain.Add(2);
        await grain.Clear();
        (await grain.Describe()).Should().Be("0 False False 0 False");
        (await grain.Add(1)).Should().Be(1);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Conflicting_write_fails_and_ends_the_activation_so_that_the_next_reads_anew(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITallyGrain>("a");
        await grain.Add(1);
        await WriteBehindItsBack(silo, 10);
        var failure = await grain.Awaiting(g => g.Add(1)).Should().ThrowExactlyAsync<InconsistentStateException>();
        failure.Which.StoredEtag.Should().NotBe(failure.Which.CurrentEtag);
        (await grain.Add(1)).Should().Be(11);
        silo.Journal.Entries.Should().Equal("begins with 0, False", "begins with 10, True");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Reading_again_gets_what_someone_else_wrote(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITallyGrain>("a");
        await grain.Add(1);
        await WriteBehindItsBack(silo, 10);
        await grain.Reread();
        (await grain.Add(1)).Should().Be(11);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Writes_run_one_after_another_and_those_that_wait_together_are_one(On on) => Tell(
        on,
        async silo =>
        {
            var grain = silo.Grain<ITallyGrain>("a");
            Task[] adds = [grain.Add(1), .. Enumerable.Range(0, 9).Select(_ => grain.Add(1))];
            await silo.Journal.Until("write starts");
            silo.Journal.Open("storage");
            await Task.WhenAll(adds);
            await grain.End();
            (await grain.Describe()).Should().StartWith("10 ");
            var writes = silo.Journal.Entries.Where(entry => entry.StartsWith("write")).ToArray();
            writes.Length.Should().BeLessThanOrEqualTo(20);
            writes.Where((_, i) => i % 2 == 0).Should().AllBe("write starts");
            writes.Where((_, i) => i % 2 == 1).Should().AllBe("write ends");
        },
        AddWatchedStorage);

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Writes_of_one_turn_are_one_write(On on) => Tell(
        on,
        async silo =>
        {
            silo.Journal.Open("storage");
            await silo.Grain<ITallyGrain>("a").AddTwiceInOneTurn();
            silo.Journal.Entries.Count(entry => entry == "write starts").Should().Be(1);
        },
        AddWatchedStorage);

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Failing_storage_reaches_the_caller_and_the_grain_lives_on(On on) => Tell(
        on,
        async silo =>
        {
            silo.Journal.Open("storage");
            var storage = (WatchedStorage)silo.Services.GetRequiredKeyedService<IGrainStorage>("store");
            var grain = silo.Grain<ITallyGrain>("a");
            storage.FailsWith = new IOException("the disk is full");
            (await grain.Awaiting(g => g.Add(1)).Should().ThrowExactlyAsync<OrleansException>()).WithInnerExceptionExactly<IOException>();
            (await grain.Add(1)).Should().Be(2);
        },
        AddWatchedStorage);

    private static async Task WriteBehindItsBack(TestSilo silo, int count)
    {
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("store");
        var state = new GrainState<Tally>();
        await storage.ReadStateAsync("tally", GrainId.Create("tally", "a"), state);
        state.State!.Count = count;
        await storage.WriteStateAsync("tally", GrainId.Create("tally", "a"), state);
    }

    private static void AddWatchedStorage(ISiloBuilder silo)
    {
        silo.AddMemoryGrainStorage("inner");
        silo.Services.AddGrainStorage("store", (services, _) => new WatchedStorage(
            services.GetRequiredKeyedService<IGrainStorage>("inner"), services.GetRequiredService<Journal>()));
    }
}
