using SessionShare.Grains.Sessions;

namespace SessionShare.Grains.Quota;

/// <summary>What one user has used of the limits on users; the key is the user id.</summary>
[Alias("sessionshare.user-quota")]
public interface IUserQuotaGrain : IGrainWithStringKey
{
    /// <summary>Counts a share once, however often it is asked for the same session; refused when the plan allows no more.</summary>
    [Alias("start-share")]
    Task<RefusalValue?> StartShare(string session);

    /// <summary>The session is no longer live. The share stays counted.</summary>
    [Alias("end-share")]
    Task EndShare(string session);

    /// <summary>
    /// Lends bytes of the UTC day to a session. Cumulative, so asking again changes nothing: <paramref name="usedTotal"/> is all that the session's
    /// log committed on <paramref name="day"/>, <paramref name="want"/> how much more it would like to be allowed.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="day">The UTC day, as days since 0001-01-01 (<see cref="DateOnly.DayNumber"/>).</param>
    /// <param name="usedTotal">Payload bytes that the session committed on that day.</param>
    /// <param name="want">Payload bytes beyond those.</param>
    [Alias("lease")]
    Task<LeaseAnswer> Lease(string session, int day, long usedTotal, long want);

    /// <summary>What the server allows a session of this user's, to be told before it is shared.</summary>
    [Alias("limits")]
    Task<LimitsValue> Limits();

    /// <summary>Ids of the user's live sessions, oldest first.</summary>
    [Alias("live")]
    Task<string[]> Live();
}

/// <summary>Answer to a lease.</summary>
/// <param name="AllowedTotal">The session may commit up to this many payload bytes on that day, including what it already has.</param>
/// <param name="UsedByUser">Payload bytes of the day over all of the user's sessions, as far as is known.</param>
/// <param name="Limit">The user's limit for the day.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.lease")]
public sealed record LeaseAnswer([property: Id(0)] long AllowedTotal, [property: Id(1)] long UsedByUser, [property: Id(2)] long Limit);
