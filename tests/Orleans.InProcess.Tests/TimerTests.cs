using Orleans.Runtime;

namespace Orleans.InProcess.Tests;

public interface ITimersGrain : IGrainWithStringKey
{
    Task Start(TimeSpan dueTime, TimeSpan period, bool interleave = false, bool keepAlive = false, string? gate = null);

    Task StartFailing(TimeSpan period);

    Task Change(TimeSpan dueTime, TimeSpan period);

    Task Stop();

    Task Hold(string gate);

    Task End();
}

internal sealed class TimersGrain(Journal journal) : Grain, ITimersGrain
{
    private IGrainTimer? _timer;

    public Task Start(TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive, string? gate)
    {
        var options = new GrainTimerCreationOptions(dueTime, period) { Interleave = interleave, KeepAlive = keepAlive };
        _timer = this.RegisterGrainTimer(
            async cancellationToken =>
            {
                journal.Write("tick starts");
                await (gate is null ? Task.CompletedTask : journal.Gate(gate));
                await Task.Yield();
                journal.Write(cancellationToken.IsCancellationRequested ? "tick ends cancelled" : "tick ends");
            },
            options);
        return Task.CompletedTask;
    }

    public Task StartFailing(TimeSpan period)
    {
        this.RegisterGrainTimer(
            _ =>
            {
                journal.Write("fails");
                throw new OutOfTeaException(1);
            },
            new GrainTimerCreationOptions(period, period));
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        journal.Write("holds");
        await journal.Gate(gate);
        journal.Write("held");
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"ended: {reason.ReasonCode}");
        return Task.CompletedTask;
    }
}

public sealed class TimerTests : Story
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Timer_ticks_at_its_due_time_and_then_every_period(On on) => Tell(on, async silo =>
    {
        await silo.Grain<ITimersGrain>("a").Start(2 * Second, Second);
        silo.Time.Advance(Second);
        silo.Journal.Entries.Should().BeEmpty();
        for (var i = 1; i <= 3; i++)
        {
            silo.Time.Advance(Second);
            await silo.Journal.Until("tick ends", i);
            await silo.Quiet();
        }
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Timer_without_a_period_ticks_once(On on) => Tell(on, async silo =>
    {
        await silo.Grain<ITimersGrain>("a").Start(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        silo.Time.Advance(TimeSpan.Zero);
        await silo.Journal.Until("tick ends");
        await silo.Quiet();
        silo.Time.Advance(TimeSpan.FromMinutes(1));
        await silo.Quiet();
        silo.Journal.Entries.Should().Equal("tick starts", "tick ends");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Tick_waits_for_the_running_call_and_calls_wait_for_it(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITimersGrain>("a");
        await grain.Start(Second, Second, gate: "tick");
        var first = grain.Hold("1");
        await silo.Journal.Until("holds");
        silo.Time.Advance(Second);
        silo.Journal.Open("1");
        await first;
        await silo.Journal.Until("tick starts");
        silo.Journal.Open("2");
        var second = grain.Hold("2");
        silo.Journal.Open("tick");
        await second;
        silo.Journal.Entries.Should().Equal("holds", "held", "tick starts", "tick ends", "holds", "held");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Interleaving_tick_runs_while_a_call_awaits(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITimersGrain>("a");
        await grain.Start(Second, Second, interleave: true);
        var held = grain.Hold("gate");
        await silo.Journal.Until("holds");
        silo.Time.Advance(Second);
        await silo.Journal.Until("tick ends");
        silo.Journal.Open("gate");
        await held;
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Failing_tick_is_followed_by_the_next(On on) => Tell(on, async silo =>
    {
        await silo.Grain<ITimersGrain>("a").StartFailing(Second);
        for (var i = 1; i <= 3; i++)
        {
            silo.Time.Advance(Second);
            await silo.Journal.Until("fails", i);
            await silo.Quiet();
        }
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Changed_timer_follows_its_new_times_and_a_stopped_one_is_silent(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITimersGrain>("a");
        await grain.Start(Second, Second);
        await grain.Change(5 * Second, 3 * Second);
        silo.Time.Advance(4 * Second);
        await silo.Quiet();
        silo.Journal.Entries.Should().BeEmpty();
        silo.Time.Advance(Second);
        await silo.Journal.Until("tick ends");
        await silo.Quiet();
        await grain.Stop();
        silo.Time.Advance(TimeSpan.FromMinutes(1));
        await silo.Quiet();
        silo.Journal.Entries.Should().Equal("tick starts", "tick ends");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Timers_stop_with_the_activation(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ITimersGrain>("a");
        await grain.Start(Second, Second);
        await grain.End();
        await silo.Journal.Until("ended: ApplicationRequested");
        silo.Time.Advance(TimeSpan.FromMinutes(1));
        await silo.Quiet();
        silo.Journal.Entries.Should().Equal("ended: ApplicationRequested");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Only_ticks_that_keep_alive_count_as_use(On on) => Tell(on, async silo =>
    {
        var period = TimeSpan.FromSeconds(45);
        await silo.Grain<ITimersGrain>("idle").Start(period, period);
        await silo.Grain<ITimersGrain>("kept").Start(period, period, keepAlive: true);
        for (var i = 1; i <= 100; i++)
        {
            silo.Time.Advance(TimeSpan.FromSeconds(15));
            await silo.Quiet();
        }

        silo.Journal.Entries.Count(entry => entry.StartsWith("ended")).Should().Be(1);
    });
}
