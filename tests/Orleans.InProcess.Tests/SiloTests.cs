using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.InProcess.Tests;

public interface IGuestGrain : IGrainWithStringKey
{
    Task<string> Greet();

    Task Hold(string gate);

    Task CallWhenEnding(string key);
}

internal sealed class GuestGrain(Journal journal) : Grain, IGuestGrain
{
    private string? _callWhenEnding;

    public Task<string> Greet() => Task.FromResult("hello");

    public async Task Hold(string gate)
    {
        journal.Write("holds");
        await journal.Gate(gate);
    }

    public Task CallWhenEnding(string key)
    {
        _callWhenEnding = key;
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"{this.GetPrimaryKeyString()} ends: {reason.ReasonCode}");
        if (_callWhenEnding is { } key)
        {
            var answer = GrainFactory.GetGrain<IGuestGrain>(key).Greet();
            await answer.ContinueWith(
                task => journal.Write($"answer: {task.Exception?.InnerException?.GetType().Name ?? task.Result}"), TaskScheduler.Current);
        }
    }
}

/// <summary>Writes down when its stage starts and stops, and asks a grain then.</summary>
internal sealed class StageWatcher(int stage, Journal journal, IGrainFactory grains) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(StageWatcher), stage, _ => AskAsync("starts"), _ => AskAsync("stops"));

    private async Task AskAsync(string when)
    {
        var asking = grains.GetGrain<IGuestGrain>("asked").Greet();
        var answer = await asking.ContinueWith(task => task.IsFaulted ? "nobody" : task.Result, TaskScheduler.Current);
        journal.Write($"{stage} {when}: {answer}");
    }
}

public sealed class SiloTests : Story
{
    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Stages_start_upwards_and_stop_downwards_and_grains_end_below_the_active_stage(On on) => Tell(
        on,
        async silo =>
        {
            await silo.StopAsync();
            silo.Journal.Entries.Should().Equal(
                "6000 starts: nobody",
                "10000 starts: hello",
                "20000 starts: hello",
                "20000 stops: hello",
                "asked ends: ShuttingDown",
                "10000 stops: nobody",
                "6000 stops: nobody");
        },
        silo =>
        {
            Watch(silo, ServiceLifecycleStage.Active);
            Watch(silo, ServiceLifecycleStage.RuntimeStorageServices);
            Watch(silo, ServiceLifecycleStage.ApplicationServices);
        });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Every_activation_is_ended_at_the_stop_once_its_calls_are_done(On on) => Tell(on, async silo =>
    {
        await silo.Grain<IGuestGrain>("a").Greet();
        var held = silo.Grain<IGuestGrain>("b").Hold("gate");
        await silo.Journal.Until("holds");
        var stopping = silo.StopAsync();
        await silo.Journal.Until("a ends: ShuttingDown");
        stopping.IsCompleted.Should().BeFalse();
        silo.Journal.Open("gate");
        await held;
        await stopping;
        silo.Journal.Entries.Should().Contain("b ends: ShuttingDown");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Stop_is_bounded_by_its_token_and_answers_whoever_still_waits(On on) => Tell(on, async silo =>
    {
        var held = silo.Grain<IGuestGrain>("a").Hold("never");
        await silo.Journal.Until("holds");
        using var limit = new CancellationTokenSource();
        var stopping = silo.StopAsync(limit.Token);
        var waiting = silo.Grain<IGuestGrain>("a").Greet();
        limit.Cancel();
        await stopping;
        await held.Awaiting(task => task).Should().ThrowAsync<SiloUnavailableException>();
        await waiting.Awaiting(task => task).Should().ThrowAsync<SiloUnavailableException>();
        await silo.Grain<IGuestGrain>("a").Awaiting(grain => grain.Greet()).Should().ThrowAsync<SiloUnavailableException>();
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Ending_grain_reaches_no_grain_that_is_not_active(On on) => Tell(on, async silo =>
    {
        await silo.Grain<IGuestGrain>("a").CallWhenEnding("new");
        await silo.StopAsync();
        silo.Journal.Entries.Should().Equal("a ends: ShuttingDown", $"answer: {nameof(SiloUnavailableException)}");
    });

    [Fact]
    public async Task Ordinary_host_runs_a_silo_on_the_thread_pool_and_the_system_clock()
    {
        var journal = new Journal();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(journal);
        builder.UseOrleans(silo => silo.AddMemoryStreams("streams"));
        builder.UseOrleans(silo => silo.AddMemoryGrainStorage("Default"));
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<IClusterClient>();
        (await client.GetGrain<IGuestGrain>("a").Greet()).Should().Be("hello");
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => client.GetGrain<IGuestGrain>($"{i % 7}").Greet()));
        await host.StopAsync();
        journal.Entries.Should().Contain("a ends: ShuttingDown").And.HaveCount(8);
    }

    private static void Watch(ISiloBuilder silo, int stage) => silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
        services => new StageWatcher(stage, services.GetRequiredService<Journal>(), services.GetRequiredService<IGrainFactory>()));
}
