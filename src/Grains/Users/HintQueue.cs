namespace SessionShare.Grains.Users;

/// <summary>
/// Hints on their way. Those of one session are joined; beyond <see cref="Most"/> all are given up for one that says to look at everything, so that a reader that is slow
/// costs no memory and misses nothing.
/// </summary>
internal sealed class HintQueue
{
    /// <summary>Hints that wait.</summary>
    public const int Most = 256;

    private readonly List<UserHint> _waiting = [];

    /// <summary>Takes a hint in.</summary>
    public void Add(UserHint hint)
    {
        if (hint.Kind != HintKind.Answered)
            hint = Join(hint);
        if (_waiting is [{ Kind: HintKind.Everything }, ..] && hint.Kind != HintKind.Answered)
            return;
        _waiting.Add(hint);
        if (_waiting.Count <= Most)
            return;
        _waiting.Clear();
        _waiting.Add(new UserHint(HintKind.Everything));
    }

    /// <summary>The next one; null when there is none.</summary>
    public UserHint? Take()
    {
        if (_waiting.Count == 0)
            return null;
        var first = _waiting[0];
        _waiting.RemoveAt(0);
        return first;
    }

    /// <summary>One hint in place of what waits of the same session: a change of what has just been listed is still to be listed.</summary>
    private UserHint Join(UserHint hint)
    {
        var at = _waiting.FindIndex(waiting => waiting.Session == hint.Session && waiting.Kind is (HintKind.Listed or HintKind.Changed or HintKind.Gone));
        if (at < 0)
            return hint;
        var before = _waiting[at];
        _waiting.RemoveAt(at);
        return hint.Kind == HintKind.Changed ? before : hint;
    }
}
