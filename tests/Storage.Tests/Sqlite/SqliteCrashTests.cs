using System.Diagnostics;
using Xunit.Abstractions;

namespace SessionShare.Storage.Tests;

/// <summary>Kills a process that writes, and looks at what it had acknowledged.</summary>
public sealed class SqliteCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Sessions = 4;
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_acknowledged_is_there_after_kills()
    {
        var seed = new Random().Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 6; round++)
        {
            var acknowledged = await WriteAndKill(afterLines: random.Next(1, 400), seed + round);
            acknowledged.Should().NotBeEmpty();
            await Check(acknowledged);
        }
    }

    /// <summary>Lets a process write until it has acknowledged so many commits, kills it, and says the last end of each session.</summary>
    private async Task<Dictionary<string, long>> WriteAndKill(int afterLines, int seed)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { typeof(SqliteCrashTests).Assembly.Location, "crash-writer", _folder.Path, $"{Sessions}", $"{seed}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var acknowledged = new Dictionary<string, long>();
        for (var lines = 0; await process.StandardOutput.ReadLineAsync() is { } line; lines++)
        {
            if (lines == afterLines)
                process.Kill();
            // The last line may be cut where the kill fell.
            if (line.Split(' ') is [var session, var end] && lines <= afterLines)
                acknowledged[session] = long.Parse(end);
        }

        await process.WaitForExitAsync();
        (await errors).Should().BeEmpty();
        process.ExitCode.Should().Be(128 + 9);
        return acknowledged;
    }

    private async Task Check(Dictionary<string, long> acknowledged)
    {
        await using var store = _folder.Open(new SqliteLimits());
        var log = new SqliteFrameLog(store);
        foreach (var (session, end) in acknowledged)
        {
            var head = (await log.Peek(session, default))!;
            head.End.Should().BeGreaterThanOrEqualTo(end);
            var (next, payloadBytes) = (1L, 0L);
            for (; await log.Read(session, next - 1, 1_000_000, default) is { Count: > 0 } runs;)
            {
                foreach (var frame in TestFrames.Frames(runs))
                {
                    frame.Should().Be(new LoggedFrame(1, next, Convert.ToHexString(TestFrames.Payload(next, CrashPlan.Length(next)))));
                    (next, payloadBytes) = (next + 1, payloadBytes + (frame.Payload.Length / 2));
                }
            }

            (next - 1, payloadBytes).Should().Be((head.End, head.PayloadBytes));
        }

        const string IntegrityCheck = "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'";
        (await store.Readers.Read(database => database.Number(IntegrityCheck), default)).Should().Be(1);
    }
}
