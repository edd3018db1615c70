namespace SessionShare.Grains.Audit;

/// <summary>Sending entries to the day of now.</summary>
public static class AuditSending
{
    /// <summary>The wait before a failed call is tried again, and its longest.</summary>
    public static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);

    /// <summary>See <see cref="FirstRetry"/>.</summary>
    public static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    /// <summary>Sends entries; true when they are durable. May fail with any exception of a grain call.</summary>
    public static async Task<bool> Send(Func<string, IAuditGrain> grain, string organization, DateTimeOffset now, AuditValue[] entries)
    {
        var day = AuditDay.Of(organization, now);
        var outcome = await grain(day.Key).Append(entries);
        if (outcome == AuditOutcome.Over)
            outcome = await grain(day.Next.Key).Append(entries); // Our clock is behind.
        return outcome == AuditOutcome.Stored;
    }

    /// <summary>The wait behind a wait.</summary>
    public static TimeSpan Longer(TimeSpan wait) => wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
}
