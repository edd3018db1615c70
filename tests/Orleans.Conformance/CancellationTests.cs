using Orleans.Concurrency;

namespace Orleans.Conformance;

[Alias("conformance.patient")]
public interface IPatientGrain : IGrainWithStringKey
{
    [AlwaysInterleave]
    [Alias("wait-for-cancellation")]
    Task WaitForCancellation(CancellationToken cancellationToken);

    [Alias("hold")]
    Task Hold(string gate);

    [Alias("note")]
    Task Note(string entry, CancellationToken cancellationToken);
}

internal sealed class PatientGrain(Journals journals) : Grain, IPatientGrain
{
    private Journal Journal => journals.Of(this.GetPrimaryKeyString());

    public async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        Journal.Write("waits");
        try
        {
            await Journal.Gate("never").WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Journal.Write("cancelled");
            throw;
        }
    }

    public async Task Hold(string gate)
    {
        Journal.Write("holds");
        await Journal.Gate(gate);
    }

    public Task Note(string entry, CancellationToken cancellationToken)
    {
        Journal.Write(entry);
        return Task.CompletedTask;
    }
}

[Collection(SharedSilo.Name)]
public sealed class CancellationTests(ConformanceSilo silo)
{
    [Fact]
    public async Task Cancelling_frees_the_caller_and_reaches_the_grain()
    {
        var (grain, journal) = silo.New<IPatientGrain>();
        using var source = new CancellationTokenSource();
        var call = grain.WaitForCancellation(source.Token);
        await journal.Until("waits");
        await source.CancelAsync();
        await call.Awaiting(task => task.Within("the caller is freed")).Should().ThrowAsync<OperationCanceledException>();
        await journal.Until("cancelled");
    }

    [Fact]
    public async Task Cancelling_one_call_leaves_the_others_alone()
    {
        var (grain, journal) = silo.New<IPatientGrain>();
        using var one = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        Task[] calls = [grain.WaitForCancellation(one.Token), grain.WaitForCancellation(other.Token)];
        await journal.Until("waits", 2);
        await one.CancelAsync();
        await journal.Until("cancelled");
        calls[1].IsCompleted.Should().BeFalse();
        journal.Entries.Count(entry => entry == "cancelled").Should().Be(1);
        await other.CancelAsync();
        await journal.Until("cancelled", 2);
    }

    [Fact]
    public async Task Call_that_is_cancelled_while_it_waits_for_its_turn_frees_its_caller()
    {
        var (grain, journal) = silo.New<IPatientGrain>();
        using var source = new CancellationTokenSource();
        var holding = grain.Hold("gate");
        await journal.Until("holds");
        var waiting = grain.Note("noted", source.Token);
        await source.CancelAsync();
        await waiting.Awaiting(task => task.Within("the caller is freed")).Should().ThrowAsync<OperationCanceledException>();
        journal.Open("gate");
        await holding;
    }

    [Fact]
    public async Task Call_with_a_token_that_is_cancelled_already_never_runs()
    {
        var (grain, journal) = silo.New<IPatientGrain>();
        await grain.Awaiting(g => g.Note("noted", new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
        await grain.Note("last", CancellationToken.None);
        journal.Entries.Should().Equal("last");
    }
}
