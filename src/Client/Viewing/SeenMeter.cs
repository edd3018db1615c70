using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>When to say <c>Seen</c>: every 64 KiB that the reader consumed, and what is left a little after it has caught up.</summary>
internal sealed class SeenMeter
{
    /// <summary>Encoded bytes per <c>Seen</c>; a sixteenth of what may be under way.</summary>
    private const int Every = WireLimits.ViewerBytesUnderWay / 16;

    private long _sequence;
    private int _bytes;

    /// <summary>Whether something consumed is not said yet.</summary>
    public bool Owes => _bytes > 0;

    /// <summary>Whether it is enough to be said now.</summary>
    public bool IsDue => _bytes >= Every;

    public void Consumed(FrameRun run)
    {
        _sequence = run.Last;
        _bytes += run.Bytes.Length;
    }

    /// <summary>What to say; nothing is owed then.</summary>
    public long Say()
    {
        _bytes = 0;
        return _sequence;
    }
}
