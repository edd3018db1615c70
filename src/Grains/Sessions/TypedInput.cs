namespace SessionShare.Grains.Sessions;

/// <summary>Input on its way to the sharer's client: kept until the client says that it was written, so that a reconnect loses none.</summary>
/// <param name="maxBytes">Bytes that may wait.</param>
/// <param name="newest">Numbers begin behind this one: above all that an earlier activation gave.</param>
internal sealed class TypedInput(int maxBytes, long newest)
{
    private readonly Queue<TypedValue> _waiting = new();
    private readonly Dictionary<string, int> _waitingOf = [];
    private long _newest = newest;
    private int _bytes;

    /// <summary>Whether so many bytes more may wait.</summary>
    public bool Fits(int bytes) => _bytes + bytes <= maxBytes;

    /// <summary>Adds input, under the next number.</summary>
    public void Add(string participant, long participantNumber, ReadOnlyMemory<byte> bytes)
    {
        _waiting.Enqueue(new TypedValue(++_newest, participant, participantNumber, bytes));
        _waitingOf[participant] = WaitingOf(participant) + 1;
        _bytes += bytes.Length;
    }

    /// <summary>How many inputs of this participant nobody has written yet.</summary>
    public int WaitingOf(string participant) => _waitingOf.GetValueOrDefault(participant);

    /// <summary>Input up to this number was written to the terminal.</summary>
    public void Seen(long number)
    {
        while (_waiting.TryPeek(out var oldest) && oldest.Number <= number)
        {
            _bytes -= _waiting.Dequeue().Bytes.Length;
            if (--_waitingOf[oldest.Participant] == 0)
                _waitingOf.Remove(oldest.Participant);
        }
    }

    /// <summary>What this participant typed and nobody has written yet is void: it may not type any more.</summary>
    public void Drop(string participant)
    {
        if (!_waitingOf.Remove(participant))
            return;
        for (var left = _waiting.Count; left > 0; left--)
        {
            var typed = _waiting.Dequeue();
            if (typed.Participant == participant)
                _bytes -= typed.Bytes.Length;
            else
                _waiting.Enqueue(typed);
        }
    }

    /// <summary>Nobody gets what waits: it was typed to another program.</summary>
    public void Clear()
    {
        _waiting.Clear();
        _waitingOf.Clear();
        _bytes = 0;
    }

    /// <summary>The oldest input behind a number; null when there is none.</summary>
    public TypedValue? After(long number)
    {
        foreach (var typed in _waiting)
        {
            if (typed.Number > number)
                return typed;
        }

        return null;
    }
}
