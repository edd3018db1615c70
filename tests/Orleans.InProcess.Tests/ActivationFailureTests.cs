using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.InProcess.Tests;

public interface IDifficultGrain : IGrainWithStringKey
{
    Task<int> Answer();

    Task End();
}

/// <summary>How it fails, its key says.</summary>
internal sealed class DifficultGrain : Grain, IDifficultGrain
{
    private readonly Journal _journal;

    public DifficultGrain(Journal journal)
    {
        _journal = journal;
        if (this.GetPrimaryKeyString() == "constructor")
        {
            throw new OutOfTeaException(1);
        }
    }

    public Task<int> Answer() => Task.FromResult(42);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _journal.Write("begins");
        switch (this.GetPrimaryKeyString())
        {
            case "once" when _journal.Entries.Count == 1:
                await Task.Yield();
                throw new OutOfTeaException(2);
            case "stuck":
                await _journal.Gate("never");
                break;
            case "unwilling":
                DeactivateOnIdle();
                break;
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _journal.Write("ends");
        if (this.GetPrimaryKeyString() == "never ends")
        {
            await _journal.Gate("never");
        }

        throw new OutOfTeaException(3);
    }
}

public sealed class ActivationFailureTests : Story
{
    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Failing_constructor_fails_the_call(On on) => Tell(on, async silo =>
        await silo.Grain<IDifficultGrain>("constructor").Awaiting(grain => grain.Answer()).Should().ThrowExactlyAsync<OutOfTeaException>());

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Failing_activation_fails_all_that_wait_and_the_next_call_tries_anew(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<IDifficultGrain>("once");
        Task[] calls = [grain.Answer(), grain.Answer()];
        foreach (var call in calls)
        {
            await call.Awaiting(task => task).Should().ThrowExactlyAsync<OutOfTeaException>();
        }

        (await grain.Answer()).Should().Be(42);
        silo.Journal.Entries.Should().Equal("begins", "begins");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Stuck_activation_is_given_up_after_its_time(On on) => Tell(
        on,
        async silo =>
        {
            var call = silo.Grain<IDifficultGrain>("stuck").Answer();
            await silo.Journal.Until("begins");
            silo.Time.Advance(TimeSpan.FromSeconds(5));
            await call.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        },
        silo => silo.Configure<GrainCollectionOptions>(options => options.ActivationTimeout = TimeSpan.FromSeconds(5)));

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Grain_that_always_ends_while_it_begins_rejects_the_call_after_three_lives(On on) => Tell(on, async silo =>
    {
        await silo.Grain<IDifficultGrain>("unwilling").Awaiting(grain => grain.Answer())
            .Should().ThrowAsync<OrleansMessageRejectionException>();
        silo.Journal.Entries.Should().Equal("begins", "begins", "begins");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Failing_deactivation_does_not_keep_the_next_life_away(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<IDifficultGrain>("a");
        await grain.End();
        (await grain.Answer()).Should().Be(42);
        silo.Journal.Entries.Should().Equal("begins", "ends", "begins");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Deactivation_without_end_is_left_behind_after_its_time(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<IDifficultGrain>("never ends");
        await grain.End();
        await silo.Journal.Until("ends");
        var waiting = grain.Answer();
        silo.Time.Advance(TimeSpan.FromSeconds(29));
        waiting.IsCompleted.Should().BeFalse();
        silo.Time.Advance(TimeSpan.FromSeconds(1));
        (await waiting.ContinueWith(task => task.IsFaulted || task.Result == 42, TaskScheduler.Current)).Should().BeTrue();
        (await grain.Answer()).Should().Be(42);
    });
}
