namespace SessionShare.Terminal;

/// <summary>
/// The numbers of a control sequence: <c>1;2:3:4;5</c>. At most <see cref="MaxCount"/> parameters and as many sub-parameters (behind colons); further
/// ones are ignored, too large ones are <see cref="int.MaxValue"/>.
/// </summary>
internal sealed class Parameters
{
    public const int MaxCount = 32;

    /// <summary>A sub-parameter that was left empty.</summary>
    public const int Empty = -1;

    private readonly int[] _values = new int[MaxCount];
    private readonly int[] _subValues = new int[MaxCount];
    private readonly byte[] _subEnds = new byte[MaxCount];

    private int _subCount;
    private bool _full;
    private bool _subFull;
    private bool _inSub;

    public Parameters() => Clear();

    /// <summary>At least 1: a sequence without numbers has one that is 0.</summary>
    public int Count { get; private set; }

    /// <summary>0 where it is empty or missing.</summary>
    public int this[int index] => index < Count ? _values[index] : 0;

    /// <summary>The parameter, or 1 where it is 0, empty or missing, and never more than a bound.</summary>
    public int OrOne(int index, int atMost) => Math.Min(Math.Max(this[index], 1), atMost);

    public ReadOnlySpan<int> SubParameters(int index)
    {
        var start = index == 0 ? 0 : _subEnds[index - 1];
        return _subValues.AsSpan(start, _subEnds[index] - start);
    }

    public void Clear()
    {
        Count = 1;
        _values[0] = 0;
        _subEnds[0] = 0;
        _subCount = 0;
        _full = _subFull = _inSub = false;
    }

    /// <param name="code">A digit, ';' or ':'.</param>
    public void Take(int code)
    {
        if (code == ';')
            Next();
        else if (code == ':')
            NextSub();
        else
            Digit(code - '0');
    }

    private void Next()
    {
        _inSub = false;
        if (Count == MaxCount)
        {
            _full = true;
            return;
        }
        _subEnds[Count] = (byte)_subCount;
        _values[Count++] = 0;
    }

    private void NextSub()
    {
        _inSub = true;
        if (_full || _subCount == MaxCount)
        {
            _subFull = true;
            return;
        }
        _subValues[_subCount++] = Empty;
        _subEnds[Count - 1] = (byte)_subCount;
    }

    private void Digit(int digit)
    {
        if (_full || (_inSub && (_subFull || _subCount == 0)))
            return;
        ref var value = ref _inSub ? ref _subValues[_subCount - 1] : ref _values[Count - 1];
        value = value == Empty ? digit : (int)Math.Min((value * 10L) + digit, int.MaxValue);
    }
}
