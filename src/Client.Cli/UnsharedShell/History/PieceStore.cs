using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.History;

/// <summary>Pieces of output one behind another in arrays (slabs) that later ones share, so that many small writes cost little.</summary>
internal sealed class PieceStore
{
    /// <summary>Below the 85,000 bytes of the large object heap.</summary>
    private const int SlabBytes = 80_000;

    /// <summary>Output joins the piece before it when it is at most this much younger, so that recordings keep their pace.</summary>
    private static readonly TimeSpan JoinWithin = TimeSpan.FromMilliseconds(100);

    private byte[] _slab = [];
    private int _end;
    private Piece? _growing;

    /// <summary>Adds as much output as fits one piece: to the newest one, or a new one, which is answered.</summary>
    public Piece? AddOutput(ref ReadOnlySpan<byte> output, TimeSpan at, out int added)
    {
        if (_end == _slab.Length)
            (_slab, _end, _growing) = (GC.AllocateUninitializedArray<byte>(SlabBytes), 0, null);
        added = Math.Min(output.Length, _slab.Length - _end);
        output[..added].CopyTo(_slab.AsSpan(_end));
        output = output[added..];
        var start = _end;
        _end += added;
        if (_growing is { } growing && at - growing.At <= JoinWithin)
        {
            growing.Length += added;
            return null;
        }
        return _growing = new Piece(FrameKind.Output, at, _slab, start, added);
    }

    /// <summary>A piece of another kind, behind which output begins a new one.</summary>
    public Piece Add(FrameKind kind, TimeSpan at, byte[] payload)
    {
        _growing = null;
        return new Piece(kind, at, payload, 0, payload.Length);
    }

    /// <summary>What comes next begins a new piece.</summary>
    public void Close() => _growing = null;
}

/// <summary>See <see cref="HeldPiece"/>; grows and shrinks in place.</summary>
internal sealed class Piece(FrameKind kind, TimeSpan at, byte[] array, int start, int length)
{
    /// <summary>What a piece costs beside its bytes, so that many tiny ones are bounded too.</summary>
    public const int Overhead = 80;

    public FrameKind Kind { get; } = kind;

    public TimeSpan At { get; } = at;

    public int Length { get; set; } = length;

    public ReadOnlySpan<byte> Bytes => array.AsSpan(start, Length);

    public HeldPiece Held => new(Kind, At, array.AsMemory(start, Length));

    /// <summary>Cuts the first bytes off.</summary>
    public void CutHead(int bytes) => (start, Length) = (start + bytes, Length - bytes);
}
