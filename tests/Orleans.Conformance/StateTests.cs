using Orleans.Storage;

namespace Orleans.Conformance;

/// <summary>Two numbers that are always written together and equal.</summary>
[GenerateSerializer, Alias("conformance.pair")]
public sealed class Pair
{
    [Id(0)]
    public int Left { get; set; }

    [Id(1)]
    public int Right { get; set; }
}

[Alias("conformance.pairs")]
public interface IPairsGrain : IGrainWithStringKey
{
    /// <summary>Sets both, one after the other, and writes.</summary>
    [Alias("set")]
    Task Set(int value);

    /// <summary>Sets both in memory only.</summary>
    [Alias("set-unwritten")]
    Task SetUnwritten(int value);

    /// <summary>Left, right, whether a record exists, and the number of the activation.</summary>
    [Alias("read")]
    Task<string> Read();

    [Alias("clear")]
    Task Clear();

    [Alias("id")]
    Task<string> Id();

    [Alias("end")]
    Task End();
}

internal sealed class PairsGrain([PersistentState("pair", "store")] IPersistentState<Pair> pair, Journals journals) : Grain, IPairsGrain
{
    private Journal Journal => journals.Of(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Write($"begins with {pair.State.Left}");
        return Task.CompletedTask;
    }

    public async Task Set(int value)
    {
        pair.State.Left = value;
        await Task.Yield();
        pair.State.Right = value;
        await pair.WriteStateAsync();
    }

    public Task SetUnwritten(int value)
    {
        (pair.State.Left, pair.State.Right) = (value, value);
        return Task.CompletedTask;
    }

    public Task<string> Read() => Task.FromResult($"{pair.State.Left} {pair.State.Right} {pair.RecordExists}");

    public Task Clear() => pair.ClearStateAsync();

    public Task<string> Id() => Task.FromResult(this.GetGrainId().ToString());

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

[Collection(SharedSilo.Name)]
public sealed class StateTests(ConformanceSilo silo)
{
    [Fact]
    public async Task State_is_there_when_a_grain_activates_and_what_was_not_written_is_gone()
    {
        var (grain, journal) = silo.New<IPairsGrain>();
        (await grain.Read()).Should().Be("0 0 False");
        await grain.Set(2);
        await grain.SetUnwritten(3);
        await grain.End();
        (await grain.Read()).Should().Be("2 2 True");
        journal.Entries.Should().Equal("begins with 0", "begins with 2");
    }

    [Fact]
    public async Task Write_is_stored_as_a_whole_whoever_reads_meanwhile()
    {
        var (grain, _) = silo.New<IPairsGrain>();
        var id = GrainId.Parse(await grain.Id());
        var writing = Task.Run(async () =>
        {
            for (var value = 1; value <= 200; value++)
                await grain.Set(value);
        });
        var last = 0;
        while (!writing.IsCompleted)
        {
            var stored = await Stored(id);
            stored.State!.Right.Should().Be(stored.State.Left);
            stored.State.Left.Should().BeGreaterThanOrEqualTo(last);
            last = stored.State.Left;
        }

        await writing;
        (await Stored(id)).State!.Left.Should().Be(200);
    }

    [Fact]
    public async Task Conflicting_write_fails_as_inconsistent_and_changes_nothing()
    {
        var (grain, _) = silo.New<IPairsGrain>();
        await grain.Set(1);
        await WriteBehindItsBack(grain, 10);
        (await grain.Awaiting(g => g.Set(2)).Should().ThrowAsync<InconsistentStateException>()).Which.Should().BeOfType<InconsistentStateException>();
        (await Stored(GrainId.Parse(await grain.Id()))).State!.Left.Should().Be(10);
    }

    [Fact]
    public async Task Conflicting_write_ends_its_activation_and_the_next_goes_on_from_what_is_stored()
    {
        var (grain, journal) = silo.New<IPairsGrain>();
        await grain.Set(1);
        await WriteBehindItsBack(grain, 10);
        await grain.Awaiting(g => g.Set(2)).Should().ThrowAsync<InconsistentStateException>();
        (await grain.Read()).Should().Be("10 10 True");
        await grain.Set(11);
        journal.Entries.Should().Equal("begins with 0", "begins with 10");
    }

    [Fact]
    public async Task First_write_conflicts_when_someone_else_made_the_record()
    {
        var (grain, _) = silo.New<IPairsGrain>();
        await grain.Read();
        await WriteBehindItsBack(grain, 10);
        await grain.Awaiting(g => g.Set(1)).Should().ThrowAsync<InconsistentStateException>();
        (await grain.Read()).Should().Be("10 10 True");
    }

    [Fact]
    public async Task Cleared_state_is_empty_and_can_be_written_again()
    {
        var (grain, _) = silo.New<IPairsGrain>();
        await grain.Set(1);
        await grain.Clear();
        (await grain.Read()).Should().Be("0 0 False");
        await grain.Set(2);
        await grain.End();
        (await grain.Read()).Should().Be("2 2 True");
    }

    private async Task<GrainState<Pair>> Stored(GrainId id)
    {
        var state = new GrainState<Pair>(new Pair());
        await silo.Store.ReadStateAsync("pair", id, state);
        return state;
    }

    private async Task WriteBehindItsBack(IPairsGrain grain, int value)
    {
        var id = GrainId.Parse(await grain.Id());
        var state = await Stored(id);
        state.State = new Pair { Left = value, Right = value };
        await silo.Store.WriteStateAsync("pair", id, state);
    }
}
