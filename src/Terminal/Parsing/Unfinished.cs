namespace SessionShare.Terminal;

/// <summary>
/// The bytes of an escape sequence that has begun, without the control characters in it that took effect at once: written to another terminal they
/// bring it into the same state. Beyond <see cref="MaxLength"/> only the kind is remembered: the rest of such a string is swallowed there.
/// </summary>
internal sealed class Unfinished
{
    public const int MaxLength = 64 * 1024;

    private byte[] _bytes = new byte[64];
    private int _count;

    /// <summary>The sequence is longer than what is kept.</summary>
    public bool IsTooLong { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _count);

    public void Start(ReadOnlySpan<byte> introducer)
    {
        IsTooLong = false;
        _count = 0;
        Add(introducer);
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (IsTooLong)
            return;
        if (_count + bytes.Length > MaxLength)
        {
            IsTooLong = true;
            return;
        }
        if (_count + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(MaxLength, Math.Max(_count + bytes.Length, _bytes.Length * 2)));
        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }
}
