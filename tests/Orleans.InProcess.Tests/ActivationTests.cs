using Orleans.Configuration;
using Orleans.Hosting;

namespace Orleans.InProcess.Tests;

public interface ILivesGrain : IGrainWithStringKey
{
    Task<long> Life();

    Task DeactivateThen(string gate);

    Task Hold(string gate);

    Task Delay(TimeSpan time);
}

public interface IKeptGrain : IGrainWithStringKey
{
    Task<long> Life();
}

public interface IShortLivedGrain : IGrainWithStringKey
{
    Task<long> Life();
}

/// <summary>Which activation of a grain it is, counted from 1 by a journal.</summary>
internal abstract class LifeCountingGrain(Journal journal) : Grain
{
    private long _life;

    protected Journal Journal => journal;

    public Task<long> Life() => Task.FromResult(_life);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Write($"{this.GetPrimaryKeyString()} begins");
        _life = Journal.Entries.Count(entry => entry == $"{this.GetPrimaryKeyString()} begins");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Write($"{this.GetPrimaryKeyString()} ends: {reason.ReasonCode}");
        return Task.CompletedTask;
    }
}

internal sealed class LivesGrain(Journal journal) : LifeCountingGrain(journal), ILivesGrain, IDisposable
{
    public async Task DeactivateThen(string gate)
    {
        DeactivateOnIdle();
        await Journal.Gate(gate);
    }

    public async Task Hold(string gate)
    {
        Journal.Write("holds");
        await Journal.Gate(gate);
    }

    public Task Delay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public void Dispose() => Journal.Write($"{this.GetPrimaryKeyString()} disposed");
}

[KeepAlive]
internal sealed class KeptGrain(Journal journal) : LifeCountingGrain(journal), IKeptGrain;

[CollectionAgeLimit(Minutes = 2)]
internal sealed class ShortLivedGrain(Journal journal) : LifeCountingGrain(journal), IShortLivedGrain;

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
        await silo.Grain<ILivesGrain>("delayed").Delay(TimeSpan.FromHours(1));
        await silo.Grain<IKeptGrain>("kept").Life();
        var held = silo.Grain<ILivesGrain>("held").Hold("gate");
        await silo.Journal.Until("holds");
        silo.Time.Advance(TimeSpan.FromMinutes(10));
        await silo.Grain<ILivesGrain>("used").Life();
        silo.Time.Advance(TimeSpan.FromMinutes(6));
        await silo.Journal.Until("idle ends: ActivationIdle");
        (await silo.Grain<ILivesGrain>("used").Life()).Should().Be(1);
        (await silo.Grain<ILivesGrain>("delayed").Life()).Should().Be(1);
        (await silo.Grain<IKeptGrain>("kept").Life()).Should().Be(1);
        (await silo.Grain<ILivesGrain>("idle").Life()).Should().Be(2);
        silo.Journal.Open("gate");
        await held.ContinueWith(_ => { }, TaskScheduler.Current);
        (await silo.Grain<ILivesGrain>("held").Life()).Should().Be(1);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Class_and_options_say_how_long_a_grain_may_idle(On on) => Tell(
        on,
        async silo =>
        {
            await silo.Grain<IShortLivedGrain>("short").Life();
            await silo.Grain<ILivesGrain>("other").Life();
            silo.Time.Advance(TimeSpan.FromMinutes(3));
            await silo.Journal.Until("short ends: ActivationIdle");
            silo.Journal.Entries.Should().NotContain("other ends: ActivationIdle");
            silo.Time.Advance(TimeSpan.FromMinutes(3));
            await silo.Journal.Until("other ends: ActivationIdle");
        },
        silo => silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(5)));

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Taking_a_delay_back_lets_idleness_end_the_grain(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ILivesGrain>("a");
        await grain.Delay(TimeSpan.MaxValue);
        await grain.Delay(TimeSpan.Zero);
        silo.Time.Advance(TimeSpan.FromMinutes(16));
        await silo.Journal.Until("a ends: ActivationIdle");
    });
}
