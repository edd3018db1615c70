using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Conformance;

[Alias("conformance.ticking")]
public interface ITickingGrain : IGrainWithStringKey
{
    /// <summary>Starts a timer that writes down the number of the activation.</summary>
    [Alias("start")]
    Task Start();

    [Alias("start-failing")]
    Task StartFailing();

    [Alias("hold")]
    Task Hold(string gate);

    [Alias("end")]
    Task End();
}

internal sealed class TickingGrain(Journals journals) : Grain, ITickingGrain
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(2);

    private int _life;

    private Journal Journal => journals.Of(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Write("begins");
        _life = Journal.Entries.Count(entry => entry == "begins");
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Journal.Write($"ends: {reason.ReasonCode}");
    }

    public Task Start()
    {
        this.RegisterGrainTimer(
            _ =>
            {
                Journal.Write($"tick {_life}");
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(Period, Period));
        return Task.CompletedTask;
    }

    public Task StartFailing()
    {
        this.RegisterGrainTimer(
            _ =>
            {
                Journal.Write("fails");
                throw new OutOfTeaException(1);
            },
            new GrainTimerCreationOptions(Period, Period));
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        Journal.Write("holds");
        await Journal.Gate(gate);
        await Task.Yield();
        Journal.Write("held");
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

/// <summary>Asks a grain when the silo's active stage stops, and writes the answer down.</summary>
internal sealed class LastQuestion(IGrainFactory grains, Journals journals) : ILifecycleParticipant<ISiloLifecycle>
{
    public const string Key = "asked last";

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(LastQuestion), ServiceLifecycleStage.Active, _ => Task.CompletedTask, async _ =>
        {
            await grains.GetGrain<ITickingGrain>(Key).Start();
            journals.Of(Key).Write("answered while the silo stops");
        });
}

[Collection(SharedSilo.Name)]
public sealed class EndingTests(ConformanceSilo silo)
{
    [Fact]
    public async Task Deactivation_runs_with_its_reason_once_running_calls_have_ended()
    {
        var (grain, journal) = silo.New<ITickingGrain>();
        var held = grain.Hold("gate");
        await journal.Until("holds");
        var ending = grain.End();
        journal.Open("gate");
        await Task.WhenAll(held, ending);
        await journal.Until("ends: ApplicationRequested");
        journal.Entries.Should().Equal("begins", "holds", "held", "ends: ApplicationRequested");
    }

    [Fact]
    public async Task Timers_stop_with_their_activation()
    {
        var (grain, journal) = silo.New<ITickingGrain>();
        await grain.Start();
        await journal.Until("tick 1", 3);
        await grain.End();
        await journal.Until("ends: ApplicationRequested");
        await grain.Start();
        await journal.Until("tick 2", 20);
        journal.Entries.SkipWhile(entry => !entry.StartsWith("ends", StringComparison.Ordinal)).Should().NotContain("tick 1");
    }

    [Fact]
    public async Task Tick_waits_for_a_running_call()
    {
        var (grain, journal) = silo.New<ITickingGrain>();
        await grain.Start();
        await journal.Until("tick 1");
        var held = grain.Hold("gate");
        await journal.Until("holds");
        journal.Open("gate");
        await held;
        await journal.Until(entries => entries[^1] == "tick 1" && entries.Contains("held"), "a tick after the call");
        journal.Entries.SkipWhile(entry => entry != "holds").Take(2).Should().Equal("holds", "held");
    }

    [Fact]
    public async Task Timer_whose_callback_fails_goes_on()
    {
        var (grain, journal) = silo.New<ITickingGrain>();
        await grain.StartFailing();
        await journal.Until("fails", 3);
    }

    [Fact]
    public async Task Stopping_silo_asks_its_active_stage_first_while_grains_answer_and_then_deactivates_every_grain()
    {
        var own = await ConformanceSilo.Start(builder => builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, LastQuestion>());
        var (grain, journal) = own.New<ITickingGrain>();
        await grain.Start();
        await own.Stop();
        own.Journal(LastQuestion.Key).Entries.Where(IsNoTick).Should().Equal("begins", "answered while the silo stops", "ends: ShuttingDown");
        journal.Entries.Where(IsNoTick).Should().Equal("begins", "ends: ShuttingDown");
        await own.DisposeAsync();
    }

    private static bool IsNoTick(string entry) => !entry.StartsWith("tick", StringComparison.Ordinal);
}
