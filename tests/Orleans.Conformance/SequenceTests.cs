using System.Runtime.CompilerServices;

namespace Orleans.Conformance;

[Alias("conformance.sequences")]
public interface ISequencesGrain : IGrainWithStringKey
{
    [Alias("count")]
    IAsyncEnumerable<int> Count(int to, CancellationToken cancellationToken = default);

    /// <summary>What is told from now on.</summary>
    [Alias("watch")]
    IAsyncEnumerable<int> Watch(CancellationToken cancellationToken = default);

    [Alias("tell")]
    Task Tell(int item);

    [Alias("hold")]
    Task Hold(string gate);

    [Alias("end")]
    Task End();
}

internal sealed class SequencesGrain(Journals journals) : Grain, ISequencesGrain
{
    private TaskCompletionSource<int> _next = new();

    private Journal Journal => journals.Of(this.GetPrimaryKeyString());

    public async IAsyncEnumerable<int> Count(int to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (var i = 1; i <= to; i++)
            {
                Journal.Write("made");
                await (i % 10 == 0 ? Later() : Task.CompletedTask);
                cancellationToken.ThrowIfCancellationRequested();
                yield return i;
            }
        }
        finally
        {
            Journal.Write("count left");
        }
    }

    public async IAsyncEnumerable<int> Watch([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Journal.Write("watched");
        try
        {
            while (true)
                yield return await _next.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Journal.Write("watch left");
        }
    }

    public Task Tell(int item)
    {
        var told = _next;
        _next = new TaskCompletionSource<int>();
        told.SetResult(item);
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        Journal.Write("holds");
        await Journal.Gate(gate);
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Write("ends");
        return Task.CompletedTask;
    }

    private static async Task Later() => await Task.Yield();
}

[Collection(SharedSilo.Name)]
public sealed class SequenceTests(ConformanceSilo silo)
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task Items_keep_their_order(int batch)
    {
        var (grain, _) = silo.New<ISequencesGrain>();
        (await All(grain.Count(250).WithBatchSize(batch))).Should().Equal(Enumerable.Range(1, 250));
    }

    [Fact]
    public async Task Each_enumeration_starts_the_method_anew()
    {
        var (grain, journal) = silo.New<ISequencesGrain>();
        var sequence = grain.Count(3);
        (await All(sequence)).Should().Equal(1, 2, 3);
        (await All(sequence)).Should().Equal(1, 2, 3);
        await journal.Until("count left", 2);
    }

    [Fact]
    public async Task Grain_makes_no_more_than_a_batch_until_it_is_asked_again()
    {
        var (grain, journal) = silo.New<ISequencesGrain>();
        await using var items = grain.Count(1000).WithBatchSize(4).GetAsyncEnumerator();
        (await items.MoveNextAsync()).Should().BeTrue();

        // Answered behind whatever the grain would still make by itself.
        for (var i = 0; i < 10; i++)
            await grain.Tell(i);
        journal.Entries.Should().Equal("made", "made", "made", "made");
        for (var i = 0; i < 4; i++)
            (await items.MoveNextAsync()).Should().BeTrue();
        journal.Entries.Should().HaveCount(8);
    }

    [Fact]
    public async Task Watch_lets_other_calls_through_and_other_watches()
    {
        var (grain, journal) = silo.New<ISequencesGrain>();
        await using var first = grain.Watch().GetAsyncEnumerator();
        await using var second = grain.Watch().GetAsyncEnumerator();
        Task<bool>[] pulls = [first.MoveNextAsync().AsTask(), second.MoveNextAsync().AsTask()];
        await journal.Until("watched", 2);
        await grain.Tell(7).Within("a call is answered while the grain is watched");
        (await Task.WhenAll(pulls).Within("both watches bring the item")).Should().Equal(true, true);
        (first.Current, second.Current).Should().Be((7, 7));
    }

    [Fact]
    public async Task Watch_starts_and_brings_items_while_an_ordinary_call_awaits()
    {
        var (grain, journal) = silo.New<ISequencesGrain>();
        var held = grain.Hold("gate");
        await journal.Until("holds");
        (await All(grain.Count(25)).Within("the sequence is read")).Should().HaveCount(25);
        journal.Open("gate");
        await held;
    }

    [Fact]
    public async Task Sequence_ends_with_the_activation_at_the_grain_and_at_the_caller()
    {
        var (grain, journal) = silo.New<ISequencesGrain>();
        var items = grain.Count(1000).WithBatchSize(1).GetAsyncEnumerator();
        (await items.MoveNextAsync()).Should().BeTrue();
        await grain.End();
        await journal.Until("count left");
        var readingOn = async () =>
        {
            while (await items.MoveNextAsync())
            {
                // What had been brought before is still there.
            }
        };
        await readingOn.Should().ThrowAsync<EnumerationAbortedException>();
        journal.Entries.Should().ContainInOrder("ends", "count left");
        await items.DisposeAsync();
    }

    [Fact]
    public async Task Sequence_ends_with_a_caller_that_leaves_it()
    {
        var (grain, journal) = silo.New<ISequencesGrain>();
        await foreach (var item in grain.Count(1000).WithBatchSize(2))
        {
            if (item == 5)
                break;
        }

        await journal.Until("count left");
        journal.Entries.Count(entry => entry == "made").Should().BeLessThanOrEqualTo(6);
    }

    [Fact]
    public async Task Sequence_ends_with_a_caller_that_cancels_the_token_it_gave_to_the_method()
    {
        var (grain, journal) = silo.New<ISequencesGrain>();
        using var source = new CancellationTokenSource();
        var pull = All(grain.Watch(source.Token));
        await journal.Until("watched");
        await source.CancelAsync();
        await pull.Awaiting(task => task.Within("the caller is freed")).Should().ThrowAsync<OperationCanceledException>();
        await journal.Until("watch left");
    }

    [Fact]
    public async Task Sequence_ends_with_a_caller_that_cancels_the_token_it_enumerates_with()
    {
        var (grain, journal) = silo.New<ISequencesGrain>();
        using var source = new CancellationTokenSource();
        var pull = All(grain.Watch().WithCancellation(source.Token));
        await journal.Until("watched");
        await source.CancelAsync();
        await pull.Awaiting(task => task.Within("the caller is freed")).Should().ThrowAsync<OperationCanceledException>();
        await journal.Until("watch left");
    }

    private static Task<List<int>> All(IAsyncEnumerable<int> sequence) => All(sequence.WithCancellation(CancellationToken.None));

    private static async Task<List<int>> All(ConfiguredCancelableAsyncEnumerable<int> sequence)
    {
        var seen = new List<int>();
        await foreach (var item in sequence)
            seen.Add(item);
        return seen;
    }
}
