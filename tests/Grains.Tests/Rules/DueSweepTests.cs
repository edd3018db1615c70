using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.InProcess.Tests;
using SessionShare.Grains.Due;
using SessionShare.Grains.Sessions;
using SessionShare.Grains.Tests.Grains;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>The sweep alone, on a clock that a test moves.</summary>
public sealed class DueSweepTests : IDueGrains, ILogger, IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _woken = new();
    private readonly ConcurrentQueue<string> _logged = new();
    private readonly List<int> _counts = [];
    private readonly DueSweep _sweep;
    private Func<IEnumerable<string>> _due = () => [];
    private Func<string, Task> _wake = _ => Task.CompletedTask;

    public DueSweepTests() => _sweep = new DueSweep(this, [new DueSweep.Kind("session", SessionState.LookedAfter, Wake)], Every, _time, this);

    public void Dispose() => _sweep.Dispose();

    [Fact]
    public async Task It_sweeps_at_its_start_and_then_in_time()
    {
        _due = () => ["a", "b"];
        await Start();
        _woken.Should().Equal("a", "b");

        _time.Advance(Every - TimeSpan.FromTicks(1));
        _counts.Should().HaveCount(1);
        await Pass(TimeSpan.FromTicks(1));

        _woken.Should().Equal("a", "b", "a", "b");
        await _sweep.Stop();
    }

    [Fact]
    public async Task It_takes_some_hundreds_at_a_time_and_hurries_where_there_are_more()
    {
        var left = Enumerable.Range(0, 600).Select(i => $"s{i:D3}").ToList();
        _due = () => left;
        _wake = session =>
        {
            lock (left)
                left.Remove(session);
            return Task.CompletedTask;
        };
        var later = left.ToList();
        left.Clear();
        await Start();
        left.AddRange(later);
        await Pass(Every);
        _woken.Should().HaveCount(256);

        await Pass(Every / 20);
        await Pass(Every / 20);

        _woken.Should().HaveCount(600);
        _counts.Skip(1).Should().OnlyContain(count => count == 256, "only at the silo's start it looks after all of them");
        await _sweep.Stop();
    }

    [Fact]
    public async Task A_session_that_can_not_be_woken_is_told_of_once_an_episode_and_holds_no_other_up()
    {
        _due = () => ["bad", "good"];
        _wake = session => session == "bad" ? Task.FromException(new IOException("no")) : Task.CompletedTask;
        await Start();
        await Pass(Every);
        await Pass(Every);
        _woken.Count(session => session == "good").Should().Be(3);
        _logged.Should().ContainSingle().Which.Should().StartWith("session bad:");

        _wake = _ => Task.CompletedTask;
        await Pass(Every);
        _wake = session => session == "bad" ? Task.FromException(new IOException("no")) : Task.CompletedTask;
        await Pass(Every);

        _logged.Should().HaveCount(2);
        await _sweep.Stop();
    }

    [Fact]
    public async Task Storage_that_can_not_answer_is_told_of_once_an_episode()
    {
        _due = () => throw new IOException("no");
        await Start();
        await Pass(Every);
        _logged.Should().ContainSingle().Which.Should().StartWith("Storage could not say");

        _due = () => ["a"];
        await Pass(Every);
        _woken.Should().Equal("a");
        _due = () => throw new IOException("no");
        await Pass(Every);

        _logged.Should().HaveCount(2);
        await _sweep.Stop();
    }

    [Fact]
    public async Task A_session_that_does_not_answer_does_not_hold_the_stop_up()
    {
        _due = () => ["a"];
        _wake = _ => new TaskCompletionSource().Task;
        await _sweep.Start();
        await SiloFixture.Until(() => _woken.Count == 1, "that it is woken");

        await _sweep.Stop().WaitAsync(TimeSpan.FromMinutes(3));

        _logged.Should().BeEmpty();
    }

    Task<IReadOnlyList<string>> IDueGrains.Due(string stateName, DateTimeOffset now, int count, CancellationToken cancellationToken)
    {
        _counts.Add(count);
        return Task.FromResult<IReadOnlyList<string>>([.. _due().Take(count)]);
    }

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _logged.Enqueue(formatter(state, exception));

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    private Task Wake(string session)
    {
        _woken.Enqueue(session);
        return _wake(session);
    }

    private async Task Start()
    {
        await _sweep.Start();
        await Swept();
    }

    private async Task Pass(TimeSpan time)
    {
        _time.Advance(time);
        await Swept();
    }

    /// <summary>The sweep is over: its wait for the next one has begun.</summary>
    private Task Swept() => SiloFixture.Until(() => _time.ArmedTimers == 1, "that the sweep waits for its next turn");
}
