using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>Many sessions for long, while viewers join, leave, stall and are cut off, and terminals change their size, at random by a seed. What stays flat, and whether every byte arrives once.</summary>
internal static class Soak
{
    /// <summary>Bytes a second of a session that is busy.</summary>
    public const int BusyBytes = 82_000;

    private const int Sessions = 50;
    private const int Busy = 5;
    private const int QuietBytes = 1_000;
    private const int Others = 150;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task Measure(Arguments arguments, Report report)
    {
        using var network = new Network();
        await using var server = await Server.Start(arguments, "Session:MaxParticipants=1000", network.Setting);
        network.Server = server.Url;
        var transport = server.TransportOf("ada@example.com");
        var sessions = await RawSessions.Many(Sessions, number => SoakedSession.Share(transport, network.Url, number, number < Busy ? BusyBytes : QuietBytes));
        var recorders = await RawSessions.Many(Sessions, number => SoakedViewer.Join(network.Url, sessions[number], recorder: true));
        var others = new Company(network, sessions, new Random(arguments.Seed));
        for (var i = 0; i < Others; i++)
            await others.Join();
        report.Say("what happens", $"{Sessions} sessions, {Busy} of them at {BusyBytes:n0} B/s and the others at {QuietBytes:n0}; {Sessions} recorders, {Others} viewers more or less; seed {arguments.Seed}");

        var samples = new List<Sample>();
        var (begun, next) = (Stopwatch.GetTimestamp(), TimeSpan.FromMinutes(1));
        while (Stopwatch.GetElapsedTime(begun) is var time && time < TimeSpan.FromMinutes(arguments.Minutes))
        {
            var wait = Task.Delay(Pace);
            await others.Next(Others);
            await wait;
            if (Stopwatch.GetElapsedTime(begun) >= next)
            {
                samples.Add(Sample.Of(server));
                report.Say($"minute {next.TotalMinutes:0}", $"{samples[^1]}; {others.Count} viewers, {network.Count} connections");
                next += TimeSpan.FromMinutes(1);
            }
        }

        await Task.WhenAll(sessions.Select(session => session.Stop()));
        await End(report, sessions, recorders, others);
        Flat(report, samples);
        report.Say("happened", others.ToString());
        await others.DisposeAsync();
        foreach (var recorder in recorders)
            await recorder.DisposeAsync();
        foreach (var session in sessions)
            await session.DisposeAsync();
    }

    private static async Task End(Report report, SoakedSession[] sessions, SoakedViewer[] recorders, Company others)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Patience && recorders.Zip(sessions).Any(pair => pair.First.Position < pair.Second.Written && pair.First.Fault is null))
            await Task.Delay(100);
        var whole = recorders.Zip(sessions).Count(pair => pair.First.Fault is null && pair.First.Position == pair.Second.Written);
        var written = sessions.Sum(session => session.Written);
        var faults = sessions.Select(session => session.Fault ?? (session.GivenUp > 0 ? $"session {session.Number} gave up {session.GivenUp:n0} bytes" : null))
            .Concat(recorders.Select(recorder => recorder.Fault)).Concat(others.Faults).OfType<string>().ToList();
        report.Add(new Row("bytes lost or doubled at recorders", Tools.Own, "")
        {
            Note = $"{written:n0} bytes written; {whole} of {recorders.Length} recorders have every byte, once{(faults.Count > 0 ? $"; {faults.Count} faults, the first: {faults[0]}" : "")}",
            Own = ("0 lost, 0 doubled", whole == recorders.Length && faults.Count == 0),
        });
        report.Say("bytes checked at the other viewers, from a keyframe on", $"{others.Checked:n0}, {others.Laggings} times told that they skip");
    }

    private static void Flat(Report report, List<Sample> samples)
    {
        var third = samples.Count / 3;
        if (third == 0)
            return;
        foreach (var (what, unit, of, slack) in (IEnumerable<(string, string, Func<Sample, double>, double)>)
            [("RSS", "MiB", sample => sample.Resident / 1048576.0, 1.15), ("heap, collected", "MiB", sample => sample.Heap / 1048576.0, 1.15), ("handles", "files", sample => sample.Handles, 1.1), ("threads", "threads", sample => sample.Threads, 1.25)])
        {
            var (second, last) = (Summary.Of([.. samples.Skip(third).Take(third).Select(of)]), Summary.Of([.. samples.TakeLast(third).Select(of)]));
            report.Add(new Row($"the server's {what}, last third of the minutes", Tools.Own, unit)
            {
                Figures = last,
                Note = $"{Summary.Text(second.Median)} in the second third, median",
                Own = ($"flat: at most {slack}x the second third", last.Median <= second.Median * slack),
            });
        }
    }

    /// <summary>What the server uses.</summary>
    private sealed record Sample(long Resident, long Heap, int Handles, int Threads)
    {
        public static Sample Of(Server server)
        {
            var usage = server.Usage(collected: true);
            return new(usage.Resident, usage.Heap, Directory.GetFiles($"/proc/{server.ProcessId}/fd").Length, Directory.GetDirectories($"/proc/{server.ProcessId}/task").Length);
        }

        public override string ToString() => $"{Usage.Mega(Resident)} RSS, {Usage.Mega(Heap)} heap, {Handles} handles, {Threads} threads";
    }
}
