using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.InProcess.Tests;

/// <summary>What a simulator does to activations.</summary>
public sealed class FaultTests : Story
{
    [Theory]
    [MemberData(nameof(BothSchedulers))]
    public Task Crashed_activation_runs_nothing_more_and_its_callers_are_told(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ILivesGrain>("a");
        var holding = grain.Hold("gate");
        var waiting = grain.Life();
        await silo.Journal.Until("holds");

        FaultsOf(silo).Crash(grain.GetGrainId()).Should().BeTrue();
        await Refused(holding);
        await Refused(waiting);
        (await grain.Life()).Should().Be(2, "a new activation answers");

        silo.Journal.Open("gate");
        await silo.Quiet();
        silo.Journal.Entries.Should().Equal("a begins", "holds", "a begins");
    });

    [Theory]
    [MemberData(nameof(BothSchedulers))]
    public Task Timer_of_a_crashed_activation_is_gone(On on) => Tell(on, async silo =>
    {
        var armed = silo.Time.ArmedTimers;
        var grain = silo.Grain<ITimersGrain>("a");
        await grain.Start(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        FaultsOf(silo).Crash(grain.GetGrainId());
        silo.Time.Advance(TimeSpan.FromSeconds(30));
        await silo.Quiet();
        silo.Journal.Entries.Should().NotContain("tick ends");
        silo.Time.ArmedTimers.Should().Be(armed);
    });

    [Theory]
    [MemberData(nameof(BothSchedulers))]
    public Task Forgotten_activation_finishes_what_it_began_beside_its_successor(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ILivesGrain>("a");
        var holding = grain.Hold("gate");
        await silo.Journal.Until("holds");

        var end = FaultsOf(silo).Forget(grain.GetGrainId());
        (await grain.Life()).Should().Be(2);
        silo.Journal.Open("gate");
        await holding;

        end!();
        await silo.Journal.Until("a ends: ApplicationRequested");
        (await grain.Life()).Should().Be(2, "the end of the first is not the second's");
    });

    [Fact]
    public Task Grain_without_an_activation_has_nothing_to_crash() => Tell(On.OneThread, silo =>
    {
        var grain = silo.Grain<ILivesGrain>("a").GetGrainId();
        FaultsOf(silo).Crash(grain).Should().BeFalse();
        FaultsOf(silo).Forget(grain).Should().BeNull();
        return Task.CompletedTask;
    });

    private static ActivationFaults FaultsOf(TestSilo silo) => silo.Services.GetRequiredService<ActivationFaults>();

    private static async Task Refused(Task call) => await call.Invoking(async waiting => await waiting).Should().ThrowAsync<SiloUnavailableException>();
}
