using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.InProcess.Tests;

public sealed class Sum
{
    public int Total { get; set; }
}

public interface ISumGrain : IGrainWithStringKey
{
    Task Add(int amount);

    Task End();

    [AlwaysInterleave]
    Task<int> Wait(CancellationToken cancellationToken);

    IAsyncEnumerable<int> Count(int to, CancellationToken cancellationToken = default);

    Task<int> Total();
}

internal sealed class SumGrain([PersistentState("sum", "store")] IPersistentState<Sum> sum) : Grain, ISumGrain
{
    private static readonly ConcurrentDictionary<string, int> Active = new();

    private int _running;

    public async Task Add(int amount)
    {
        Enter();
        sum.State.Total += amount;
        await sum.WriteStateAsync();
        await Task.Yield();
        _running--;
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<int> Wait(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Current);
        return sum.State.Total;
    }

    public async IAsyncEnumerable<int> Count(int to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 1; i <= to; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    public Task<int> Total() => Task.FromResult(sum.State.Total);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Active.AddOrUpdate(this.GetPrimaryKeyString(), 1, (_, count) => count + 1) != 1)
        {
            throw new InvalidOperationException("Two activations of one key.");
        }

        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Enter();
        await Task.Yield();
        Active.AddOrUpdate(this.GetPrimaryKeyString(), 0, (_, count) => count - 1);
    }

    private void Enter()
    {
        if (_running++ != 0)
        {
            throw new InvalidOperationException("Two turns of one activation.");
        }
    }
}

public sealed class StressTests : Story
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Nothing_is_lost_or_doubled_among_many_callers_endings_and_cancellations(int seed)
    {
        var pool = new PoolScheduler();
        await pool.Run(() => TellOnce(pool, async silo =>
        {
            var added = new ConcurrentDictionary<string, int>();
            var callers = Enumerable.Range(0, 16).Select(caller => new Random((seed * 100) + caller));
            await Task.WhenAll(callers.Select(random => Task.Run(() => Call(silo, random, $"{seed}", added))));
            foreach (var (key, total) in added)
            {
                (await silo.Grain<ISumGrain>(key).Total()).Should().Be(total);
            }
        })).WaitAsync(TimeSpan.FromMinutes(3));
    }

    private static async Task Call(TestSilo silo, Random random, string prefix, ConcurrentDictionary<string, int> added)
    {
        for (var i = 0; i < 400; i++)
        {
            var key = $"{prefix}-{random.Next(6)}";
            var grain = silo.Grain<ISumGrain>(key);
            switch (random.Next(10))
            {
                case 0:
                    await EndAsync(grain);
                    break;
                case 1:
                    await LeaveWaitAsync(grain);
                    break;
                case 2:
                    await LeaveCountAsync(grain, random.Next(1, 20));
                    break;
                default:
                    await AddAsync(grain, key, added);
                    break;
            }
        }
    }

    private static async Task AddAsync(ISumGrain grain, string key, ConcurrentDictionary<string, int> added)
    {
        if (await HasRunAsync(grain.Add(1)))
        {
            added.AddOrUpdate(key, 1, (_, count) => count + 1);
        }
    }

    private static Task<bool> EndAsync(ISumGrain grain) => HasRunAsync(grain.End());

    private static async Task LeaveWaitAsync(ISumGrain grain)
    {
        using var source = new CancellationTokenSource();
        var waiting = grain.Wait(source.Token);
        source.Cancel();
        await waiting.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task LeaveCountAsync(ISumGrain grain, int leaveAt)
    {
        var expected = 1;
        try
        {
            await foreach (var item in grain.Count(15).WithBatchSize(3))
            {
                item.Should().Be(expected++);
                if (item == leaveAt)
                {
                    break;
                }
            }
        }
        catch (Exception aborted) when (aborted is EnumerationAbortedException or OrleansMessageRejectionException)
        {
            // The grain ended in between.
        }
    }

    /// <summary>A call that met three endings in a row is handed back without having run.</summary>
    private static async Task<bool> HasRunAsync(Task call)
    {
        try
        {
            await call;
            return true;
        }
        catch (OrleansMessageRejectionException)
        {
            return false;
        }
    }
}
