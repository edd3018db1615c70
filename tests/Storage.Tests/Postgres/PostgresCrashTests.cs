using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>The server is stopped as by a crash, in the middle of commits, and comes back on the same data; the store lives on.</summary>
public sealed class PostgresCrashTests
{
    private const int Sessions = 4;
    private const int Crashes = 2;

    [Fact]
    public async Task Everything_acknowledged_is_there_after_crashes_of_the_server_and_commits_go_on_in_the_same_store()
    {
        using var server = await PostgresServer.Start();
        var options = PostgresDatabases.Tiny(await server.Migrated("crash"));
        await using var store = await PostgresDatabases.Open(options);
        var log = new PostgresFrameLog(store);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Sessions).Select(i => new Writer(log, $"s{i}")).ToList();
        var running = writers.Select(writer => writer.Run(stop.Token)).ToList();

        for (var crash = 0; crash < Crashes; crash++)
        {
            await Task.WhenAll(writers.Select(writer => writer.Reaches(writer.Acknowledged + 20)));
            server.Crash();
            await server.StartAgain();
        }

        await Task.WhenAll(writers.Select(writer => writer.Reaches(writer.Acknowledged + 5)));
        await stop.CancelAsync();
        await Task.WhenAll(running);
        writers.Sum(writer => writer.Failures).Should().BePositive("the crashes fell into commits");
        foreach (var writer in writers)
            await writer.Check();
    }

    /// <summary>Commits as the session's writer does: what failed is looked at before it is tried again.</summary>
    private sealed class Writer(PostgresFrameLog log, string session)
    {
        private readonly Random _random = new(session.GetHashCode(StringComparison.Ordinal));
        private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _acknowledged;

        public long Acknowledged => Interlocked.Read(ref _acknowledged);

        public int Failures { get; private set; }

        public async Task Reaches(long end)
        {
            while (Acknowledged < end)
            {
                var moved = Volatile.Read(ref _moved).Task;
                if (Acknowledged < end)
                    await moved.WaitAsync(TimeSpan.FromMinutes(2));
            }
        }

        public async Task Run(CancellationToken stop)
        {
            var head = await log.Open(session, default);
            for (var end = head.End; !stop.IsCancellationRequested; Acknowledge(end))
            {
                var commit = CrashPlan.Commit(session, head.Generation, end, _random);
                end = await Commit(commit) ? CommitRuns.EndOf(commit) : end;
            }
        }

        public async Task Check()
        {
            var head = (await log.Peek(session, default))!;
            head.End.Should().Be(Acknowledged);
            var next = 1L;
            for (; await log.Read(session, next - 1, 1_000_000, default) is { Count: > 0 } runs;)
            {
                foreach (var frame in TestFrames.Frames(runs))
                {
                    frame.Should().Be(new LoggedFrame(1, next, Convert.ToHexString(TestFrames.Payload(next, CrashPlan.Length(next)))));
                    next++;
                }
            }

            (next - 1).Should().Be(head.End);
        }

        private async Task<bool> Commit(LogCommit commit)
        {
            try
            {
                (await log.Commit(commit, default)).Should().Be(CommitOutcome.Committed);
                return true;
            }
            catch (PostgresStorageException)
            {
                Failures++;
                return await Look(commit);
            }
        }

        /// <summary>Whether a commit that failed was done; asks until the server answers.</summary>
        private async Task<bool> Look(LogCommit commit)
        {
            while (true)
            {
                try
                {
                    var head = (await log.Peek(session, default))!;
                    head.Generation.Should().Be(commit.Generation);
                    head.End.Should().BeOneOf(commit.ExpectedEnd, CommitRuns.EndOf(commit));
                    return head.End != commit.ExpectedEnd;
                }
                catch (PostgresStorageException)
                {
                    await Task.Yield();
                }
            }
        }

        private void Acknowledge(long end)
        {
            Interlocked.Exchange(ref _acknowledged, end);
            Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
