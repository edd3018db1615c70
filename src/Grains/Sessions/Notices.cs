using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What everyone in a session should know just now: at most one notice a reason, of which the newest is told.</summary>
internal sealed class Notices
{
    private readonly List<NoticeValue> _standing = [];

    /// <summary>Grows with every change of <see cref="Newest"/>.</summary>
    public long Version { get; private set; }

    /// <summary>The newest that stands; with <see cref="Reason.None"/> when the last one no longer holds; null before the first.</summary>
    public NoticeValue? Newest { get; private set; }

    /// <summary>Says something, in place of what was said for the same reason.</summary>
    public void Tell(Reason reason, string text)
    {
        _standing.RemoveAll(notice => notice.Reason == reason);
        _standing.Add(new NoticeValue(reason, text));
        Show();
    }

    /// <summary>What was said for that reason no longer holds.</summary>
    public void Take(Reason reason)
    {
        if (_standing.RemoveAll(notice => notice.Reason == reason) > 0)
            Show();
    }

    private void Show()
    {
        var newest = _standing.Count > 0 ? _standing[^1] : new NoticeValue(Reason.None, "");
        if (newest == Newest)
            return;
        Newest = newest;
        Version++;
    }
}
