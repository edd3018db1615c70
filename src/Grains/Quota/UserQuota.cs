using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Quota;

/// <summary>The rules of a user's quota. No Orleans, no clock, no I/O.</summary>
internal sealed class UserQuota(QuotaState state, QuotaOptions options)
{
    /// <summary>Counts a share, once per session; refused when no more is allowed. <paramref name="changed"/> says whether the state must be stored.</summary>
    public RefusalValue? StartShare(string session, out bool changed)
    {
        changed = !state.Started.Contains(session);
        if (!changed)
            return null;
        if (state.Started.Count >= options.MaxShares)
        {
            changed = false;
            return RefusalValue.Of(Reason.ShareCountLimit, $"It allows {options.MaxShares} in all.");
        }

        state.Started.Add(session);
        state.Live.Add(session);
        return null;
    }

    /// <summary>The session is no longer live; false when it was not.</summary>
    public bool EndShare(string session) => state.Live.Remove(session);

    /// <summary>Lends bytes of a day. Never less than what is used already, never more than the limit leaves.</summary>
    public LeaseAnswer Lease(string session, int day, long usedTotal, long want)
    {
        if (day > state.Day)
            (state.Day, state.Leases) = (day, []);
        else if (day < state.Day)
            return new LeaseAnswer(usedTotal, usedTotal, options.DayBytes);

        var others = state.Leases.Where(lease => lease.Key != session).Sum(lease => Math.Max(lease.Value.Used, lease.Value.Allowed));
        var allowed = Math.Max(usedTotal, Math.Min(usedTotal + want, options.DayBytes - others));
        state.Leases[session] = new SessionLease(usedTotal, allowed);
        return new LeaseAnswer(allowed, state.Leases.Values.Sum(lease => lease.Used), options.DayBytes);
    }
}
