namespace Orleans.Conformance;

[Alias("conformance.faults")]
public interface IFaultsGrain : IGrainWithStringKey
{
    [Alias("throw-at-once")]
    Task ThrowAtOnce();

    [Alias("throw-later")]
    Task<int> ThrowLater();

    [Alias("throw-behind")]
    IAsyncEnumerable<int> ThrowBehind(int items);

    [Alias("ping")]
    Task<int> Ping();
}

[Alias("conformance.unborn")]
public interface IUnbornGrain : IGrainWithStringKey
{
    [Alias("ping")]
    Task<int> Ping();
}

/// <summary>Fails to activate the first time.</summary>
internal sealed class UnbornGrain(Journals journals) : Grain, IUnbornGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var journal = journals.Of(this.GetPrimaryKeyString());
        journal.Write("begins");
        if (journal.Entries.Count == 1)
            throw new OutOfTeaException(3);
    }

    public Task<int> Ping() => Task.FromResult(1);
}

internal sealed class FaultsGrain : Grain, IFaultsGrain
{
    public Task ThrowAtOnce() => throw new OutOfTeaException(1);

    public async Task<int> ThrowLater()
    {
        await Task.Yield();
        throw new OutOfTeaException(2);
    }

    public async IAsyncEnumerable<int> ThrowBehind(int items)
    {
        for (var i = 1; i <= items; i++)
            yield return i;
        await Task.Yield();
        throw new OutOfTeaException(items);
    }

    public Task<int> Ping() => Task.FromResult(1);
}

[Collection(SharedSilo.Name)]
public sealed class ExceptionTests(ConformanceSilo silo)
{
    [Fact]
    public async Task Exception_reaches_the_caller_as_the_type_that_was_thrown_with_its_message_and_members()
    {
        var (grain, _) = silo.New<IFaultsGrain>();
        var atOnce = (await grain.Awaiting(g => g.ThrowAtOnce()).Should().ThrowExactlyAsync<OutOfTeaException>()).Which;
        var later = (await grain.Awaiting(g => g.ThrowLater()).Should().ThrowExactlyAsync<OutOfTeaException>()).Which;
        (atOnce.Pots, atOnce.Message).Should().Be((1, "1 pots are empty"));
        (later.Pots, later.Message).Should().Be((2, "2 pots are empty"));
    }

    [Fact]
    public async Task Exception_reaches_the_caller_without_the_stack_of_our_engine()
    {
        var (grain, _) = silo.New<IFaultsGrain>();
        var atOnce = (await grain.Awaiting(g => g.ThrowAtOnce()).Should().ThrowExactlyAsync<OutOfTeaException>()).Which;
        var later = (await grain.Awaiting(g => g.ThrowLater()).Should().ThrowExactlyAsync<OutOfTeaException>()).Which;
        var fromSequence = (await Reading(grain.ThrowBehind(0), []).Should().ThrowExactlyAsync<OutOfTeaException>()).Which;
        var (unborn, _) = silo.New<IUnbornGrain>();
        var fromActivation = (await unborn.Awaiting(g => g.Ping()).Should().ThrowExactlyAsync<OutOfTeaException>()).Which;
        foreach (var exception in new[] { atOnce, later, fromSequence, fromActivation })
            exception.ToString().Should().NotContain("at Orleans.InProcess.");
    }

    [Fact]
    public async Task Exception_of_a_sequence_comes_typed_and_after_the_items_before_it()
    {
        var (grain, _) = silo.New<IFaultsGrain>();
        var seen = new List<int>();
        (await Reading(grain.ThrowBehind(3), seen).Should().ThrowExactlyAsync<OutOfTeaException>()).Which.Pots.Should().Be(3);
        seen.Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Grain_that_threw_lives_on()
    {
        var (grain, _) = silo.New<IFaultsGrain>();
        await grain.Awaiting(g => g.ThrowLater()).Should().ThrowAsync<OutOfTeaException>();
        (await grain.Ping()).Should().Be(1);
    }

    [Fact]
    public async Task Exception_of_an_activation_reaches_the_caller_typed_and_the_next_call_activates_anew()
    {
        var (grain, journal) = silo.New<IUnbornGrain>();
        (await grain.Awaiting(g => g.Ping()).Should().ThrowExactlyAsync<OutOfTeaException>()).Which.Pots.Should().Be(3);
        (await grain.Ping()).Should().Be(1);
        journal.Entries.Should().Equal("begins", "begins");
    }

    private static Func<Task> Reading(IAsyncEnumerable<int> sequence, List<int> into) => async () =>
    {
        await foreach (var item in sequence)
            into.Add(item);
    };
}
