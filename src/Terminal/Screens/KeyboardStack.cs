namespace SessionShare.Terminal;

/// <summary>The kitty keyboard protocol's flags of one screen: those in force, with those pushed below them.</summary>
internal sealed class KeyboardStack
{
    /// <summary>Flags kept; a further push drops the oldest.</summary>
    public const int MaxDepth = 16;

    private const int All = 31;

    private readonly List<int> _pushed = [];

    public int Current { get; private set; }

    public bool IsUsed => Current != 0 || _pushed.Count > 0;

    /// <summary>From the oldest on.</summary>
    public IReadOnlyList<int> Pushed => _pushed;

    public void Push(int flags)
    {
        if (_pushed.Count == MaxDepth)
            _pushed.RemoveAt(0);
        _pushed.Add(Current);
        Current = flags & All;
    }

    public void Pop(int count)
    {
        for (; count > 0 && _pushed.Count > 0; count--)
        {
            Current = _pushed[^1];
            _pushed.RemoveAt(_pushed.Count - 1);
        }
        if (count > 0)
            Current = 0;
    }

    /// <param name="how">1: these, 2: these too, 3: not these.</param>
    public void Set(int flags, int how) => Current = how switch
    {
        0 or 1 => flags & All,
        2 => Current | (flags & All),
        3 => Current & ~flags,
        _ => Current,
    };

    public void Reset()
    {
        _pushed.Clear();
        Current = 0;
    }
}
