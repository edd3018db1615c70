using SessionShare.Protocol;

namespace SessionShare.Grains.Audit;

/// <summary>
/// Entries on their way to the audit, kept until they are durable there or until there are too many of them: then the newest are given up and counted, and the count becomes an entry
/// itself. Used by one thread at a time.
/// </summary>
/// <param name="most">Entries kept.</param>
public sealed class AuditTrail(int most)
{
    /// <summary>Entries of one call.</summary>
    public const int BatchSize = 256;

    private readonly List<AuditValue> _entries = [];
    private long _lost;
    private DateTimeOffset _lostSince;

    /// <summary>Whether entries are given up just now.</summary>
    public bool Loses => _lost > 0;

    /// <summary>Whether there is anything to send.</summary>
    public bool IsEmpty => _entries.Count == 0 && _lost == 0;

    /// <summary>How many wait.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds an entry; false: it is given up.</summary>
    public bool Add(AuditValue entry)
    {
        if (_entries.Count < most)
        {
            _entries.Add(entry);
            return true;
        }

        Lose(entry.At);
        return false;
    }

    /// <summary>An entry is given up.</summary>
    public void Lose(DateTimeOffset at)
    {
        if (_lost++ == 0)
            _lostSince = at;
    }

    /// <summary>The oldest entries, as many as one call takes. Where some were lost, the last one says how many.</summary>
    /// <param name="id">The id of such an entry.</param>
    public AuditValue[] Next(string id)
    {
        AuditValue[] oldest = [.. _entries.Take(BatchSize)];
        return _lost > 0 && oldest.Length == _entries.Count ? [.. oldest, Loss(id, _lost, _lostSince)] : oldest;
    }

    /// <summary>Those are durable.</summary>
    public void Told(IReadOnlyList<AuditValue> batch)
    {
        var loss = batch.Count > 0 && batch[^1] is { Kind: AuditKind.Lost, Count: { } count } ? count : 0;
        _entries.RemoveRange(0, batch.Count - (loss > 0 ? 1 : 0));
        _lost -= loss;
    }

    /// <summary>That entries are lost, as an entry.</summary>
    private static AuditValue Loss(string id, long count, DateTimeOffset since) => new() { Id = id, At = since, Kind = AuditKind.Lost, Count = count };
}
