using Orleans.Configuration;
using Orleans.Hosting;

namespace Orleans.InProcess.Tests;

public interface ILivesGrain : IGrainWithStringKey
{
    Task<long> Life();

    Task DeactivateThen(string gate);

    Task Hold(string gate);
}

/// <summary>Which activation of a grain it is, counted from 1 by a journal.</summary>
internal sealed class LivesGrain(Journal journal) : Grain, ILivesGrain, IDisposable
{
    private long _life;

    public Task<long> Life() => Task.FromResult(_life);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Write($"{this.GetPrimaryKeyString()} begins");
        _life = journal.Entries.Count(entry => entry == $"{this.GetPrimaryKeyString()} begins");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"{this.GetPrimaryKeyString()} ends: {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public async Task DeactivateThen(string gate)
    {
        DeactivateOnIdle();
        await journal.Gate(gate);
    }

    public async Task Hold(string gate)
    {
        journal.Write("holds");
        await journal.Gate(gate);
    }

    public void Dispose() => journal.Write($"{this.GetPrimaryKeyString()} disposed");
}

public sealed class ActivationTests : Story
{
    [Theory, MemberData(nameof(BothSchedulers))]
    public Task A_key_has_one_activation_however_many_call_at_once(On on) => Tell(on, async silo =>
    {
        var lives = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => silo.Grain<ILivesGrain>(i % 2 == 0 ? "a" : "b").Life()));
        lives.Should().AllBeEquivalentTo(1);
        silo.Journal.Entries.Should().BeEquivalentTo("a begins", "b begins");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Deactivating_grain_ends_what_it_runs_and_waiting_calls_go_to_the_next_life(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ILivesGrain>("a");
        var ending = grain.DeactivateThen("gate");
        var waiting = grain.Life();
        silo.Journal.Open("gate");
        await ending;
        (await waiting).Should().Be(2);
        await silo.Journal.Until("a disposed");
        silo.Journal.Entries.Should().ContainInOrder("a begins", "a ends: ApplicationRequested", "a begins");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Idle_grain_is_collected_at_its_age_and_a_used_one_is_not(On on) => Tell(on, async silo =>
    {
        await silo.Grain<ILivesGrain>("idle").Life();
        await silo.Grain<ILivesGrain>("used").Life();
        var held = silo.Grain<ILivesGrain>("held").Hold("gate");
        await silo.Journal.Until("holds");
        silo.Time.Advance(TimeSpan.FromMinutes(10));
        await silo.Grain<ILivesGrain>("used").Life();
        silo.Time.Advance(TimeSpan.FromMinutes(6));
        await silo.Journal.Until("idle ends: ActivationIdle");
        (await silo.Grain<ILivesGrain>("used").Life()).Should().Be(1);
        (await silo.Grain<ILivesGrain>("idle").Life()).Should().Be(2);
        silo.Journal.Open("gate");
        await held.ContinueWith(_ => { }, TaskScheduler.Current);
        (await silo.Grain<ILivesGrain>("held").Life()).Should().Be(1);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Options_say_how_long_a_grain_may_idle(On on) => Tell(
        on,
        async silo =>
        {
            await silo.Grain<ILivesGrain>("a").Life();
            silo.Time.Advance(TimeSpan.FromMinutes(4));
            await silo.Quiet();
            silo.Journal.Entries.Should().Equal("a begins");
            silo.Time.Advance(TimeSpan.FromMinutes(2));
            await silo.Journal.Until("a ends: ActivationIdle");
        },
        silo => silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(5)));
}
