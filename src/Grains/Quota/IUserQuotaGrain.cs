using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Quota;

/// <summary>What one user has used of the limits on users; the key is the user id. Every call may come twice.</summary>
[Alias("sessionshare.user-quota")]
public interface IUserQuotaGrain : IGrainWithStringKey
{
    /// <summary>Counts a share once, however often it is asked for the same session; refused when the user's plan allows no more.</summary>
    [Alias("start-share")]
    Task<RefusalValue?> StartShare(string session, UserIdentity user);

    /// <summary>The session has ended: the rest of its lease returns. Arguments as in <see cref="Lease"/>.</summary>
    [Alias("end-share")]
    Task EndShare(string session, int day, long usedTotal);

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
    Task<LimitsValue> Limits(UserIdentity user);

    /// <summary>An operator gives a plan; null: what the settings say counts.</summary>
    [Alias("set-plan")]
    Task SetPlan(string? plan);

    /// <summary>What the user has used, and what remains.</summary>
    [Alias("usage")]
    Task<UsageValue> Usage(UserIdentity user);

    /// <summary>Ids of the user's sessions from before there was a <see cref="Users.IUserGrain"/>, which takes them over.</summary>
    [Alias("sessions")]
    Task<string[]> Sessions();
}

/// <summary>Answer to a lease.</summary>
/// <param name="AllowedTotal">The session may commit up to this many payload bytes on that day, including what it already has.</param>
/// <param name="UsedByOthers">Payload bytes of the day over the user's other sessions, as far as is known.</param>
/// <param name="Limit">The user's limit for the day.</param>
/// <param name="Exhausted">Nothing more is to be had on that day.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.lease")]
public sealed record LeaseAnswer(
    [property: Id(0)] long AllowedTotal, [property: Id(1)] long UsedByOthers, [property: Id(2)] long Limit, [property: Id(3)] bool Exhausted);

/// <summary>See <see cref="Usage"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.usage")]
public sealed record UsageValue(
    [property: Id(0)] string Plan,
    [property: Id(1)] long SharesStarted,
    [property: Id(2)] int? SharesAllowed,
    [property: Id(3)] long DayBytesUsed,
    [property: Id(4)] long DayBytesAllowed,
    [property: Id(5)] DateTimeOffset ResetsAt,
    [property: Id(6)] PolicyValue? Policy = null)
{
    /// <summary>As it goes over the wire.</summary>
    public Usage ToWire(long sessionBytes, string? support) =>
        new(Plan, SharesStarted, SharesAllowed, DayBytesUsed, DayBytesAllowed, ResetsAt, sessionBytes, support, Policy?.ToWire());
}
