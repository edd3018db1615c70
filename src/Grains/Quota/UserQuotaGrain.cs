using Microsoft.Extensions.Options;
using Orleans.Placement;
using SessionShare.Grains.Sessions;

namespace SessionShare.Grains.Quota;

/// <summary>Takes turns around a <see cref="UserQuota"/>; every change is stored before it is answered.</summary>
[ActivationCountBasedPlacement]
internal sealed class UserQuotaGrain(
    [PersistentState("quota", "users")] IPersistentState<QuotaState> state,
    IOptions<QuotaOptions> options,
    IOptions<PlanOptions> plans,
    IOptions<SupportOptions> support,
    IOptions<SessionOptions> sessions,
    IOptions<PolicyOptions> policy,
    QuotaInstruments instruments,
    TimeProvider time) : Grain, IUserQuotaGrain
{
    private Plan PlanOf(UserIdentity user) => plans.Value.Of(user, state.State.Plan);

    private UserQuota Rules => new(state.State, options.Value);

    public async Task<RefusalValue?> StartShare(string session, UserIdentity user)
    {
        var refusal = Rules.StartShare(session, PlanOf(user), out var changed);
        await Store(changed);
        if (refusal is null)
            return null;
        instruments.OnShareRefused();
        return refusal with { Text = support.Value.Behind(refusal.Text) };
    }

    public Task EndShare(string session, int day, long usedTotal) => Store(Rules.EndShare(session, day, usedTotal));

    public async Task<LeaseAnswer> Lease(string session, int day, long usedTotal, long want)
    {
        var answer = Rules.Lease(session, day, usedTotal, want);
        await Store(changed: true);
        instruments.OnLease(answer.AllowedTotal - usedTotal, answer.Exhausted);
        return answer;
    }

    public Task<LimitsValue> Limits(UserIdentity user) =>
        Task.FromResult(sessions.Value.LimitsFor(options.Value.DayBytes, PlanOf(user).MaxShares));

    public Task<UsageValue> Usage(UserIdentity user) =>
        Task.FromResult(Rules.Usage(PlanOf(user), DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber) with { Policy = new Policy(policy.Value).ToValue() });

    public Task SetPlan(string? plan)
    {
        state.State.Plan = plan;
        return Store(changed: true);
    }

    public Task<string[]> Sessions() => Task.FromResult(state.State.Sessions.ToArray());

    private async Task Store(bool changed)
    {
        if (!changed)
            return;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // What is in memory and not stored must answer nobody.
            DeactivateOnIdle();
            throw;
        }
    }
}
