using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.InProcess.Tests;

public sealed class OutOfTeaException(int pots) : Exception($"{pots} pots are empty")
{
    public int Pots => pots;
}

public interface ICallsGrain : IGrainWithStringKey
{
    Task<string> Key();

    ValueTask<string> IdOf(ICallsGrain other);

    ValueTask Nothing();

    Task ThrowAtOnce();

    Task ThrowLater();

    Task CancelItself();

    Task<int> Add(int left, long right, CancellationToken cancellationToken = default);

    Task WaitFor(string gate, CancellationToken cancellationToken);

    [AlwaysInterleave]
    Task WaitForCancellation(CancellationToken cancellationToken);

    Task<string?> Ambient();

    Task<T> Echo<T>(T value);
}

internal sealed class CallsGrain(Journal journal) : Grain, ICallsGrain
{
    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public ValueTask<string> IdOf(ICallsGrain other) => new(other.GetGrainId().ToString());

    public ValueTask Nothing() => ValueTask.CompletedTask;

    public Task ThrowAtOnce() => throw new OutOfTeaException(1);

    public async Task ThrowLater()
    {
        await Task.Yield();
        throw new OutOfTeaException(2);
    }

    public Task CancelItself() => throw new OperationCanceledException();

    public Task<int> Add(int left, long right, CancellationToken cancellationToken = default) => Task.FromResult(left + (int)right);

    public async Task WaitFor(string gate, CancellationToken cancellationToken)
    {
        journal.Write("waits");
        await journal.Gate(gate);
        journal.Write("waited");
    }

    public async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        var own = TaskScheduler.Current;
        var cancelled = new TaskCompletionSource();
        using var registration = cancellationToken.Register(() =>
        {
            journal.Write(TaskScheduler.Current == own ? "cancelled in a turn" : "cancelled from outside");
            cancelled.SetResult();
        });
        journal.Write("waits");
        await cancelled.Task;
    }

    public Task<string?> Ambient() => Task.FromResult(CallsTests.Ambient.Value);

    public Task<T> Echo<T>(T value) => Task.FromResult(value);
}

public sealed class CallsTests : Story
{
    public static AsyncLocal<string?> Ambient { get; } = new();

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Grain_knows_its_key_and_a_reference_knows_its_grain(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ICallsGrain>("a/b");
        (await grain.Key()).Should().Be("a/b");
        grain.GetPrimaryKeyString().Should().Be("a/b");
        (await silo.Grain<ICallsGrain>("other").IdOf(grain)).Should().Be("calls/a/b");
        grain.Should().Be(silo.Grain<ICallsGrain>("a/b")).And.NotBe(silo.Grain<ICallsGrain>("c"));
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Every_kind_of_task_is_answered(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ICallsGrain>("a");
        await grain.Nothing();
        (await grain.Add(1, 2)).Should().Be(3);
        (await grain.Echo("text")).Should().Be("text");
        (await grain.Echo(7)).Should().Be(7);
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Exceptions_reach_the_caller_as_they_were_thrown(On on) => Tell(on, async silo =>
    {
        var grain = silo.Grain<ICallsGrain>("a");
        (await grain.Awaiting(g => g.ThrowAtOnce()).Should().ThrowExactlyAsync<OutOfTeaException>()).Which.Pots.Should().Be(1);
        (await grain.Awaiting(g => g.ThrowLater()).Should().ThrowExactlyAsync<OutOfTeaException>()).Which.Pots.Should().Be(2);
        await grain.Awaiting(g => g.CancelItself()).Should().ThrowAsync<OperationCanceledException>();
        (await grain.Key()).Should().Be("a");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Cancelling_frees_the_caller_at_once_and_reaches_the_grain_in_a_turn(On on) => Tell(on, async silo =>
    {
        using var source = new CancellationTokenSource();
        var call = silo.Grain<ICallsGrain>("a").WaitForCancellation(source.Token);
        await silo.Journal.Until("waits");
        source.Cancel();
        await call.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        await silo.Journal.Until("cancelled in a turn");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Call_that_was_cancelled_while_it_waited_never_runs(On on) => Tell(on, async silo =>
    {
        using var source = new CancellationTokenSource();
        var grain = silo.Grain<ICallsGrain>("a");
        var first = grain.WaitFor("first", CancellationToken.None);
        var second = grain.WaitFor("second", source.Token);
        source.Cancel();
        await second.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        silo.Journal.Open("first");
        await first;
        await grain.Nothing();
        silo.Journal.Entries.Should().Equal("waits", "waited");
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Call_with_a_cancelled_token_is_not_sent(On on) => Tell(on, async silo =>
    {
        var call = silo.Grain<ICallsGrain>("a").WaitFor("gate", new CancellationToken(canceled: true));
        await call.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        silo.Journal.Entries.Should().BeEmpty();
    });

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Caller_gets_a_timeout_while_the_grain_works_on(On on) => Tell(
        on,
        async silo =>
        {
            var grain = silo.Grain<ICallsGrain>("a");
            var early = grain.WaitFor("gate", CancellationToken.None);
            await silo.Journal.Until("waits");
            silo.Time.Advance(TimeSpan.FromSeconds(3));
            var late = grain.Nothing().AsTask();
            silo.Time.Advance(TimeSpan.FromSeconds(2));
            await early.Awaiting(task => task).Should().ThrowAsync<TimeoutException>();
            late.IsCompleted.Should().BeFalse();
            silo.Journal.Open("gate");
            await late;
            await silo.Journal.Until("waited");
        },
        silo => silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5)));

    [Theory, MemberData(nameof(BothSchedulers))]
    public Task Nothing_ambient_travels_with_a_call(On on) => Tell(on, async silo =>
    {
        Ambient.Value = "the caller's";
        (await silo.Grain<ICallsGrain>("a").Ambient()).Should().BeNull();
        Ambient.Value.Should().Be("the caller's");
    });

    [Fact]
    public async Task Interface_without_a_class_is_refused()
    {
        await TellOnce(new PoolScheduler(), silo =>
        {
            silo.Client.Invoking(client => client.GetGrain<INobodysGrain>("a")).Should().Throw<ArgumentException>();
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void Grain_ids_are_written_and_read_as_type_and_key()
    {
        var id = GrainId.Create("calls", "a/b");
        GrainId.Parse(id.ToString()).Should().Be(id);
        id.Key.ToString().Should().Be("a/b");
        GrainId.TryParse("nothing", out _).Should().BeFalse();
    }

    public interface INobodysGrain : IGrainWithStringKey;
}
