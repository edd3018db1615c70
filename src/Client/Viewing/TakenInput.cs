using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// Input that the session took in and the sharer's client has not dealt with yet. Who holds it meanwhile may be killed: it is kept, and sent again from the number that
/// is asked for. The sharer's client drops what it has.
/// </summary>
internal sealed class TakenInput
{
    /// <summary>Bytes kept. A session holds 256 KiB by default (<c>Session:MaxTypedBytes</c>); beyond this the oldest is forgotten.</summary>
    private const int Most = 1024 * 1024;

    private readonly LinkedList<Piece> _pieces = new();
    private LinkedListNode<Piece>? _again;
    private int _bytes;

    /// <summary>The lowest number kept; null when nothing is.</summary>
    public long? Oldest => _pieces.First?.Value.Number;

    /// <summary>The piece to send again now; null when nobody asked.</summary>
    public TypeRequest? Again => _again?.Value is { } piece ? new TypeRequest(piece.Number, piece.Bytes, Oldest, piece.Epoch) : null;

    /// <summary>Keeps a piece, the newest.</summary>
    public void Add(long number, ReadOnlyMemory<byte> bytes, long epoch)
    {
        _pieces.AddLast(new Piece(number, bytes, epoch));
        _bytes += bytes.Length;
        while (_bytes > Most)
            RemoveFirst();
    }

    /// <summary>Numbers up to this one were dealt with.</summary>
    public void Written(long number)
    {
        while (Oldest <= number)
            RemoveFirst();
    }

    /// <summary>What is kept from this number on is to be sent again. False: nothing is.</summary>
    public bool From(long number)
    {
        _again = null;
        for (var piece = _pieces.Last; piece is not null && piece.Value.Number >= number; piece = piece.Previous)
            _again = piece;
        return _again is not null;
    }

    /// <summary>The piece that was sent again was taken in, or had been.</summary>
    public void Passed(long number)
    {
        while (_again?.Value.Number <= number)
            _again = _again.Next;
    }

    /// <summary>The newest piece is sent again, to hear whether the session still has what was typed.</summary>
    public void Confirm() => _again ??= _pieces.Last;

    /// <summary>Forgets all of it.</summary>
    public void Clear()
    {
        _pieces.Clear();
        (_again, _bytes) = (null, 0);
    }

    private void RemoveFirst()
    {
        var first = _pieces.First!;
        if (_again == first)
            _again = first.Next;
        _bytes -= first.Value.Bytes.Length;
        _pieces.Remove(first);
    }

    private sealed record Piece(long Number, ReadOnlyMemory<byte> Bytes, long Epoch);
}
