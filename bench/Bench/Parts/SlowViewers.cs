using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>One session with very many viewers, of whom some stop reading their sockets: what that costs the gateway, and whether the others notice.</summary>
internal static class SlowViewers
{
    /// <summary>The sharer writes on while the slowest viewer that reads is not further behind.</summary>
    private const long Behind = 1_000_000;

    private const int Piece = 32 * 1024;

    public static async Task Measure(Arguments arguments, Report report)
    {
        var all = arguments.Viewers("1000", "100")[0];
        var stalled = all / 10;
        await using var server = await Server.Start(arguments, $"Session:MaxParticipants={all}");
        var options = new ShareOptions { Servers = [server.Url], Session = SessionId.Of(RandomNumberGenerator.GetBytes(16)), Title = "slow viewers", Link = Role.View };
        await using var sharer = await SharedSession.Share(server.TransportOf("ada@example.com"), options, CancellationToken.None);
        var listening = Listen(sharer);
        var link = SessionLink.TryParse(sharer.Link, out var parsed) ? parsed : throw new InvalidOperationException(sharer.Link);
        var before = server.Usage(collected: true);
        report.Say("before", before.ToString());

        var begun = Stopwatch.GetTimestamp();
        var viewers = await RawSessions.Many(all, async number =>
        {
            var viewer = new Reader(await RawSessions.Join(server, link, how: new Joining(Packed: false)), number);
            viewer.Start();
            return viewer;
        });
        report.Say($"until {all} viewers had joined", $"{Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s");
        using var stop = new CancellationTokenSource();
        var alive = RawSessions.KeepAlive([.. viewers.Select(viewer => viewer.Connection)], stop.Token);
        await Task.Delay(5000);
        report.Say($"{all} viewers, nothing output", server.Usage(collected: true).ToString());

        foreach (var viewer in viewers[..stalled])
            viewer.Stall();
        var reading = viewers[stalled..];
        var (most, sampling) = (before, true);
        var samples = Task.Run(async () =>
        {
            while (Volatile.Read(ref sampling))
            {
                var usage = server.Usage(collected: false);
                most = new Usage(Math.Max(most.Resident, usage.Resident), Math.Max(most.Heap, usage.Heap), Math.Max(most.Committed, usage.Committed), 0);
                await Task.Delay(500);
            }
        });
        begun = Stopwatch.GetTimestamp();
        var total = arguments.Megabytes * 1_000_000L;
        await Write(sharer, total, reading);
        await Until(() => reading.All(viewer => viewer.Output >= total || viewer.Skipped > 0), "all who read have everything");
        var time = Stopwatch.GetElapsedTime(begun);
        Volatile.Write(ref sampling, false);
        await samples;
        report.Say($"{arguments.Megabytes} MB to {reading.Length} viewers, {stalled} beside them stalled", $"{time.TotalSeconds:0.0} s, {arguments.Megabytes / time.TotalSeconds:0.00} MB/s each, {arguments.Megabytes * reading.Length / time.TotalSeconds:0} MB/s in all");
        report.Say("meanwhile at most", most.ToString());
        report.Say($"then, {stalled} still stalled", server.Usage(collected: true).ToString());
        report.Say("viewers who read and were told that they skip", $"{reading.Count(viewer => viewer.Skipped > 0)} of {reading.Length}");

        foreach (var viewer in viewers[..stalled])
            viewer.Recover();
        var last = reading.Max(viewer => viewer.Sequence);
        await Until(() => viewers.All(viewer => viewer.Sequence >= last || viewer.Fault is not null), "the stalled ones have everything, or were told");
        report.Say("stalled viewers who came back, and were told what they skip", $"{viewers[..stalled].Count(viewer => viewer.Skipped > 0)} of {stalled}");
        await stop.CancelAsync();
        await alive;
        foreach (var viewer in viewers)
            viewer.Connection.Dispose();
        await Task.Delay(5000);
        report.Say("after, nobody watching", server.Usage(collected: true).ToString());
        if (viewers.FirstOrDefault(viewer => viewer.Fault is not null) is { } wrong)
            throw new InvalidOperationException(wrong.Fault);
        if (viewers.Count(viewer => viewer.Skipped == 0 && viewer.Output != total) is > 0 and var less)
            throw new InvalidOperationException($"{less} viewers have not the bytes that were written, and were not told what they skip.");
        await sharer.End(Reason.SharerExited, 0, CancellationToken.None);
        await listening;
    }

    private static async Task Write(SharedSession sharer, long total, Reader[] reading)
    {
        var text = new byte[Piece];
        for (var written = 0L; written < total; written += Piece)
        {
            var bytes = text.AsSpan(0, (int)Math.Min(Piece, total - written));
            Random.Shared.NextBytes(bytes);
            lock (sharer)
                sharer.Output(bytes);
            Keyframe(sharer);
            var mark = written - Behind;
            while (reading.Any(viewer => viewer.Output < mark && viewer.Skipped == 0))
                await Task.Delay(5);
        }
    }

    private static void Keyframe(SharedSession sharer)
    {
        lock (sharer)
        {
            if (sharer.IsKeyframeDue)
                sharer.Keyframe(new Keyframe(new TerminalSize(80, 24), "screen"u8.ToArray()));
        }
    }

    private static async Task Listen(SharedSession sharer)
    {
        await foreach (var item in sharer.Events(CancellationToken.None))
            Keyframe(sharer);
    }

    private static async Task Until(Func<bool> holds, string what)
    {
        for (var begun = Stopwatch.GetTimestamp(); !holds(); await Task.Delay(20))
        {
            if (Stopwatch.GetElapsedTime(begun) > TimeSpan.FromMinutes(10))
                throw new TimeoutException($"Waited until {what}.");
        }
    }

    /// <summary>A viewer: counts output, holds the server to sequences without holes, says what it has seen.</summary>
    private sealed class Reader(RawConnection connection, int number)
    {
        private TaskCompletionSource? _stalled;
        private long _output;
        private long _sequence;
        private long _unsaid;

        public RawConnection Connection => connection;

        public string? Fault { get; private set; }

        /// <summary>Bytes of output that came.</summary>
        public long Output => Volatile.Read(ref _output);

        /// <summary>Sequence of the newest frame that came, or that it was told is left out.</summary>
        public long Sequence => Volatile.Read(ref _sequence);

        /// <summary>Frames that it was told are left out because it was slow.</summary>
        public long Skipped { get; private set; }

        public void Start() => _ = Read();

        public void Stall() => _stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Recover() => Interlocked.Exchange(ref _stalled, null)?.SetResult();

        private async Task Read()
        {
            try
            {
                while (true)
                {
                    Take((await connection.Next()).Span);
                    if (_unsaid >= 64 * 1024)
                    {
                        _unsaid = 0;
                        await connection.Tell(Hubs.Viewer.Seen, $"{Sequence}");
                    }

                    if (_stalled is { } stalled)
                        await stalled.Task;
                }
            }
            catch (Exception ended) when (ended is System.Net.WebSockets.WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
            }
            catch (Exception fault)
            {
                Fault = fault.ToString();
            }
        }

        private void Take(ReadOnlySpan<byte> message)
        {
            var reader = new Utf8JsonReader(message);
            var (first, count) = (0L, 0);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (reader.ValueTextEquals("roster"u8) || reader.ValueTextEquals("rosterUpdate"u8) || reader.ValueTextEquals("present"u8))
                    return;
                if (reader.ValueTextEquals("passed"u8) && reader.Read())
                    Volatile.Write(ref _sequence, reader.GetInt64());
                else if (reader.ValueTextEquals("lagging"u8))
                    Lag(JsonDocument.Parse(Encoding.UTF8.GetString(message)).RootElement.GetProperty("item").GetProperty("lagging"));
                else if (reader.ValueTextEquals("count"u8) && reader.Read())
                    count = reader.GetInt32();
                else if (reader.ValueTextEquals("first"u8) && reader.Read())
                    first = reader.GetInt64();
                else if (reader.ValueTextEquals("bytes"u8) && reader.Read())
                    TakeRun(new FrameRun(first, count, reader.GetBytesFromBase64()));
            }
        }

        private void TakeRun(FrameRun run)
        {
            if (Sequence > 0 && run.First != Sequence + 1)
                Fault ??= $"Viewer {number} has frames up to {Sequence}, and got some from {run.First} on.";
            foreach (var frame in run)
                Volatile.Write(ref _output, _output + (frame.Kind == FrameKind.Output ? frame.Payload.Length : 0));
            Volatile.Write(ref _sequence, run.Last);
            _unsaid += run.Bytes.Length;
        }

        private void Lag(JsonElement lagging)
        {
            Skipped += lagging.GetProperty("last").GetInt64() - lagging.GetProperty("first").GetInt64() + 1;
            Volatile.Write(ref _sequence, lagging.GetProperty("last").GetInt64());
        }
    }
}
