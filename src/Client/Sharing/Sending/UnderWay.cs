using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>Appends that were sent on this connection and not answered by <c>appended</c>.</summary>
internal sealed class UnderWay(OutboxLimits limits)
{
    private readonly Queue<(long Last, int Bytes)> _appends = new();
    private int _bytes;

    public bool IsEmpty => _appends.Count == 0;

    /// <summary>Encoded bytes that the next append may have; 0: none may go, since the largest frame might not fit.</summary>
    public int Room
    {
        get
        {
            var left = limits.BytesUnderWay - _bytes;
            var full = _appends.Count >= limits.AppendsUnderWay || left < FrameCodec.HeaderBytes + limits.FramePayload;
            return full ? 0 : Math.Min(limits.Append, left);
        }
    }

    public void Sent(long last, int bytes)
    {
        _appends.Enqueue((last, bytes));
        _bytes += bytes;
    }

    public void Appended(long through)
    {
        while (_appends.TryPeek(out var append) && append.Last <= through)
            _bytes -= _appends.Dequeue().Bytes;
    }

    public void Clear()
    {
        _appends.Clear();
        _bytes = 0;
    }
}
