using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.InProcess.Tests;

public interface ISmokeGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    ValueTask<string> Key();

    IAsyncEnumerable<int> Count(int to, CancellationToken cancellationToken = default);
}

public sealed record SmokeState
{
    public int Total { get; set; }
}

internal sealed class SmokeGrain([PersistentState("total", "store")] IPersistentState<SmokeState> total) : Grain, ISmokeGrain
{
    public async Task<int> Add(int amount)
    {
        total.State.Total += amount;
        await total.WriteStateAsync();
        return total.State.Total;
    }

    public ValueTask<string> Key() => new(this.GetPrimaryKeyString());

    public async IAsyncEnumerable<int> Count(int to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 1; i <= to; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }
}

public sealed class SmokeTests
{
    [Fact]
    public async Task Grain_answers()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<ISmokeGrain>("a");
        (await grain.Key()).Should().Be("a");
        (await grain.Add(2)).Should().Be(2);
        (await grain.Add(3)).Should().Be(5);
        var seen = new List<int>();
        await foreach (var i in grain.Count(250))
        {
            seen.Add(i);
        }

        seen.Should().Equal(Enumerable.Range(1, 250));
    }
}
