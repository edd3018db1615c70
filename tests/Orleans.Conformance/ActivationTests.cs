using System.Collections.Concurrent;

namespace Orleans.Conformance;

[Alias("conformance.lives")]
public interface ILivesGrain : IGrainWithStringKey
{
    /// <summary>Which activation of its key answers, from 1.</summary>
    [Alias("life")]
    Task<int> Life();

    [Alias("end")]
    Task End();

    /// <summary>Asks to end, and goes on until the gate opens.</summary>
    [Alias("end-then")]
    Task EndThen(string gate);
}

internal sealed class LivesGrain(Journals journals) : Grain, ILivesGrain
{
    private int _life;

    private Journal Journal => journals.Of(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Write("begins");
        _life = Journal.Entries.Count(entry => entry == "begins");
        await Task.Yield();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Journal.Write("ends");
    }

    public Task<int> Life() => Task.FromResult(_life);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task EndThen(string gate)
    {
        DeactivateOnIdle();
        Journal.Write("asked to end");
        await Journal.Gate(gate);
        Journal.Write("call done");
    }
}

[Collection(SharedSilo.Name)]
public sealed class ActivationTests(ConformanceSilo silo)
{
    [Fact]
    public async Task A_key_has_one_activation_however_many_call_at_once()
    {
        var (grain, journal) = silo.New<ILivesGrain>();
        var calls = Enumerable.Range(0, 100).Select(_ => Task.Run(grain.Life));
        (await Task.WhenAll(calls).Within("every call is answered")).Should().AllBeEquivalentTo(1);
        journal.Entries.Should().Equal("begins");
    }

    [Fact]
    public async Task Every_key_has_an_activation_of_its_own()
    {
        var ((first, firstJournal), (second, secondJournal)) = (silo.New<ILivesGrain>(), silo.New<ILivesGrain>());
        await Task.WhenAll(first.Life(), second.Life());
        await first.End();
        await firstJournal.Until("ends");
        (await first.Life()).Should().Be(2);
        (await second.Life()).Should().Be(1);
        secondJournal.Entries.Should().Equal("begins");
    }

    [Fact]
    public async Task Activations_of_a_key_never_overlap_while_calls_and_endings_race()
    {
        var (grain, journal) = silo.New<ILivesGrain>();
        var refused = new ConcurrentBag<Exception>();
        var callers = Enumerable.Range(0, 6).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < 30; call++)
            {
                try
                {
                    await ((call + caller) % 5 == 0 ? grain.End() : grain.Life());
                }
                catch (OrleansMessageRejectionException refusal)
                {
                    // A call that met one ending activation after another is given back to its caller without having run.
                    refused.Add(refusal);
                }
            }
        }));
        await Task.WhenAll(callers).Within("every caller is done");
        await grain.Life();
        await grain.End();
        await journal.Until(entries => entries.Count(entry => entry == "begins") == entries.Count(entry => entry == "ends"), "every life has ended");
        journal.Entries.Should().HaveCountGreaterThan(2);
        journal.Entries.Where((_, i) => i % 2 == 0).Should().AllBe("begins");
        journal.Entries.Where((_, i) => i % 2 == 1).Should().AllBe("ends");
    }

    [Fact]
    public async Task Calls_that_wait_while_a_grain_ends_are_answered_by_its_next_activation()
    {
        var (grain, journal) = silo.New<ILivesGrain>();
        var ending = grain.EndThen("gate");
        await journal.Until("asked to end");
        var waiting = grain.Life();
        journal.Open("gate");
        await ending;
        (await waiting.Within("the waiting call is answered")).Should().Be(2);
        journal.Entries.Should().Equal("begins", "asked to end", "call done", "ends", "begins");
    }
}
