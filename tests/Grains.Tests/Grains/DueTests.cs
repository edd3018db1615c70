using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Grains;

/// <summary>What is due to sessions that nobody calls.</summary>
public sealed class DueTests
{
    private static readonly DateTimeOffset Past = DateTimeOffset.UnixEpoch;

    [Fact]
    public async Task A_session_of_a_silo_that_is_gone_ends_though_nobody_calls_it()
    {
        var (log, states) = await Shared("s");
        states.SetDue("s", Past);

        await using var silo = await SiloFixture.Start(log, states, Swift);

        await SiloFixture.Until(() => states.Of("s") is { Deleted: true }, "that the session has ended and its history is deleted");
        states.Of("s")!.Ended!.Reason.Should().Be(Reason.SharerLost);
        log.Has("s").Should().BeFalse();
    }

    [Fact]
    public async Task A_session_that_is_due_later_is_woken_by_a_later_sweep()
    {
        var (log, states) = await Shared("s");
        states.SetDue("s", TimeProvider.System.GetUtcNow().AddDays(1));
        await using var silo = await SiloFixture.Start(log, states, Swift);
        await SiloFixture.Until(() => states.Asked > 3, "some sweeps");
        log.Has("s").Should().BeTrue("nothing is due to it");

        states.SetDue("s", Past);

        await SiloFixture.Until(() => states.Of("s") is { Deleted: true }, "that the session has ended");
    }

    [Fact]
    public async Task Sweeps_go_on_after_storage_could_not_answer()
    {
        var (log, states) = await Shared("s");
        states.SetDue("s", Past);
        states.FailDue();
        await using var silo = await SiloFixture.Start(log, states, Swift);
        await SiloFixture.Until(() => states.Asked > 3, "some sweeps");

        states.RecoverDue();

        await SiloFixture.Until(() => states.Of("s") is { Deleted: true }, "that the session has ended");
    }

    [Fact]
    public async Task A_session_whose_end_could_not_be_stored_is_deleted_once_it_can_be()
    {
        var (log, states) = await Shared("s");
        states.SetDue("s", Past);
        states.FailWrites();
        await using var silo = await SiloFixture.Start(log, states, Swift);
        await SiloFixture.Until(() => states.Refused > 1, "that the end is tried again");
        log.Has("s").Should().BeTrue("the end is stored before the history goes");

        states.RecoverWrites();

        await SiloFixture.Until(() => states.Of("s") is { Deleted: true }, "that the end is stored and the history deleted");
        log.Has("s").Should().BeFalse();
    }

    [Fact]
    public async Task A_due_key_without_a_session_does_no_harm()
    {
        var states = new FakeGrainStorage();
        states.SetDue("nobody", Past);
        states.SetDue("else", Past);
        await using var silo = await SiloFixture.Start(states: states, session: options => options.SweepEvery = TimeSpan.FromMilliseconds(20));
        await SiloFixture.Until(() => states.Asked > 3, "some sweeps");

        silo.Log.Has("nobody").Should().BeFalse();
        (await silo.Share("other")).Epoch.Should().Be(1);
    }

    [Fact]
    public async Task Silos_that_sweep_the_same_session_end_it_once()
    {
        var (log, states) = await Shared("s");
        states.SetDue("s", Past);

        var silos = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SiloFixture.Start(log, states, Swift)));

        await SiloFixture.Until(() => states.Of("s") is { Deleted: true }, "that the session has ended");
        foreach (var silo in silos)
            await silo.DisposeAsync();
        states.Of("s")!.Ended!.Reason.Should().Be(Reason.SharerLost);
        log.Has("s").Should().BeFalse();
    }

    [Fact]
    public async Task A_sweep_that_gets_no_answer_does_not_hold_the_stop_up()
    {
        var states = new FakeGrainStorage();
        states.StallDue();
        var silo = await SiloFixture.Start(states: states);
        await SiloFixture.Until(() => states.Asked == 1, "the first sweep");

        await silo.Stop().WaitAsync(TimeSpan.FromMinutes(3));

        await silo.DisposeAsync();
    }

    /// <summary>A session that was shared on a silo that is gone.</summary>
    private static async Task<(FakeFrameLog Log, FakeGrainStorage States)> Shared(string session)
    {
        await using var silo = await SiloFixture.Start();
        var share = await silo.Share(session);
        await silo.Append(session, share, 1, "left");
        return (silo.Log, silo.States);
    }

    private static void Swift(SessionOptions options)
    {
        options.SweepEvery = TimeSpan.FromMilliseconds(20);
        options.Grace = options.ReadOutTime = TimeSpan.FromMilliseconds(1);
    }
}
