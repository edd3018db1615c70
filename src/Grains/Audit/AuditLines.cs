using System.Buffers;
using System.Text.Json;
using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Grains.Audit;

/// <summary>Entries as frames of a log: one an entry, of kind Output, its payload the entry's JSON.</summary>
internal static class AuditLines
{
    /// <summary>Entries behind the end of a log, as what is to be committed to it.</summary>
    public static LogCommit Commit(string log, long generation, long end, AuditDay day, IReadOnlyList<AuditValue> entries, DateTimeOffset now)
    {
        var run = Write(end + 1, day, entries);
        var payload = run.Bytes.Length - ((long)FrameCodec.HeaderBytes * run.Count);
        return new LogCommit(log, generation, end, [new LoggedRun(1, run)], payload, DateOnly.FromDateTime(now.UtcDateTime).DayNumber, []);
    }

    /// <summary>Entries as one run.</summary>
    public static FrameRun Write(long first, AuditDay day, IReadOnlyList<AuditValue> entries)
    {
        var writer = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
            FrameCodec.Write(writer, FrameKind.Output, day.Microseconds(entry.At), JsonSerializer.SerializeToUtf8Bytes(entry.ToWire(), ProtocolJson.Default.AuditEntry));
        return new FrameRun(first, entries.Count, writer.WrittenMemory);
    }

    /// <summary>The entries of runs, each with its place.</summary>
    public static IEnumerable<PlacedAuditValue> Read(IEnumerable<LoggedRun> runs)
    {
        foreach (var run in runs)
        {
            foreach (var (place, payload) in Payloads(run.Run))
                yield return new PlacedAuditValue(place, AuditValue.Of(JsonSerializer.Deserialize(payload.Span, ProtocolJson.Default.AuditEntry)!));
        }
    }

    private static List<(long Place, ReadOnlyMemory<byte> Payload)> Payloads(FrameRun run)
    {
        var payloads = new List<(long, ReadOnlyMemory<byte>)>();
        foreach (var frame in run)
            payloads.Add((frame.Sequence, frame.Payload));
        return payloads;
    }
}
