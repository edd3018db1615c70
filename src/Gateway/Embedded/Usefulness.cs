namespace SessionShare.Gateway.Embedded;

/// <summary>
/// Whether an embedded server still has a use, from what is seen at each look. No clock, no files.
/// <code>
/// starting  --a share is seen, or its time is over--> in use  --nobody shares--> read out  --nobody reads, or its time is over--> over
///                                                       ^----------a share is seen----'
/// </code>
/// </summary>
internal sealed class Usefulness(TimeSpan firstShareTime, TimeSpan readOutTime, DateTimeOffset startedAt)
{
    private bool _wasShared;
    private DateTimeOffset? _unsharedSince;

    /// <summary>Whether the server may go.</summary>
    /// <param name="shared">Somebody shares.</param>
    /// <param name="readers">Viewers that still read a session.</param>
    /// <param name="now">The time of this look.</param>
    public bool IsOver(bool shared, int readers, DateTimeOffset now)
    {
        if (shared)
        {
            (_wasShared, _unsharedSince) = (true, null);
            return false;
        }

        if (!_wasShared && now - startedAt < firstShareTime)
            return false;

        _unsharedSince ??= now;
        return readers == 0 || now - _unsharedSince >= readOutTime;
    }
}
