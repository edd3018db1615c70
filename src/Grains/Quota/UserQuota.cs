using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Quota;

/// <summary>
/// The rules of a user's quota. No Orleans, no clock, no I/O. Every call is cumulative: to say it again changes nothing. What is leased is never more than the day's
/// limit, over all of the user's sessions.
/// </summary>
internal sealed class UserQuota(QuotaState state, QuotaOptions options)
{
    /// <summary>Near the limit a lease is a fourth of what is left, so that the sessions of one user share the rest; down to this many bytes, which go at once.</summary>
    private const long SmallestShare = 64 * 1024;

    /// <summary>Sessions remembered by name. Who asks again for one does so within seconds.</summary>
    private const int StartedKept = 1000;

    private const int DaySeconds = 86_400;

    /// <summary>Counts a share, once per session; refused when the plan allows no more. <paramref name="changed"/> says whether the state must be stored.</summary>
    public RefusalValue? StartShare(string session, Plan plan, out bool changed)
    {
        changed = !state.Started.Contains(session);
        if (!changed)
            return null;
        if (state.StartedCount >= plan.MaxShares)
        {
            changed = false;
            return RefusalValue.Of(Reason.ShareCountLimit, $"The plan {plan.Name} allows {plan.MaxShares} in all, and they are not reset.");
        }

        state.StartedCount++;
        state.Started.Add(session);
        if (state.Started.Count > StartedKept)
            state.Started.RemoveAt(0);
        return null;
    }

    /// <summary>The session has ended: what it does not use of its lease is the others'. False when nothing changes.</summary>
    public bool EndShare(string session, int day, long usedTotal)
    {
        if (day != state.Day || !state.Leases.TryGetValue(session, out var lease) || lease == new SessionLease(usedTotal, usedTotal))
            return false;
        state.Leases[session] = new SessionLease(usedTotal, usedTotal);
        return true;
    }

    /// <summary>Lends bytes of a day. Never less than what is used already, never more than the limit leaves.</summary>
    public LeaseAnswer Lease(string session, int day, long usedTotal, long want)
    {
        if (day > state.Day)
            (state.Day, state.Leases) = (day, []);
        else if (day < state.Day)
            return new LeaseAnswer(usedTotal, 0, options.DayBytes, Exhausted: true);

        var others = state.Leases.Where(lease => lease.Key != session).ToList();
        var left = Math.Max(0, options.DayBytes - usedTotal - others.Sum(lease => Math.Max(lease.Value.Used, lease.Value.Allowed)));
        var granted = Math.Min(Math.Min(want, left), Math.Max(left / 4, SmallestShare));
        state.Leases[session] = new SessionLease(usedTotal, usedTotal + granted);
        return new LeaseAnswer(usedTotal + granted, others.Sum(lease => lease.Value.Used), options.DayBytes, left == 0);
    }

    /// <summary>What is used, and what remains.</summary>
    public UsageValue Usage(Plan plan, int today) => new(
        plan.Name,
        state.StartedCount,
        plan.MaxShares,
        state.Day == today ? state.Leases.Values.Sum(lease => lease.Used) : 0,
        options.DayBytes,
        DateTimeOffset.UnixEpoch.AddSeconds((today + 1L - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * DaySeconds));
}
