using Microsoft.Extensions.Options;
using Orleans.Placement;
using SessionShare.Grains.Sessions;

namespace SessionShare.Grains.Quota;

/// <summary>Takes turns around a <see cref="UserQuota"/>; every change is stored before it is answered.</summary>
[ActivationCountBasedPlacement]
internal sealed class UserQuotaGrain(
    [PersistentState("quota", "users")] IPersistentState<QuotaState> state,
    IOptions<QuotaOptions> options,
    IOptions<SessionOptions> sessions) : Grain, IUserQuotaGrain
{
    private UserQuota Rules => new(state.State, options.Value);

    public async Task<RefusalValue?> StartShare(string session)
    {
        var refusal = Rules.StartShare(session, out var changed);
        if (changed)
            await state.WriteStateAsync();
        return refusal;
    }

    public async Task EndShare(string session)
    {
        if (Rules.EndShare(session))
            await state.WriteStateAsync();
    }

    public async Task<LeaseAnswer> Lease(string session, int day, long usedTotal, long want)
    {
        var answer = Rules.Lease(session, day, usedTotal, want);
        await state.WriteStateAsync();
        return answer;
    }

    public Task<LimitsValue> Limits() => Task.FromResult(new LimitsValue(
        sessions.Value.MaxBytes, options.Value.DayBytes, sessions.Value.MaxParticipants, options.Value.MaxShares, (int)sessions.Value.Grace.TotalSeconds));

    public Task<string[]> Live() => Task.FromResult(state.State.Live.ToArray());
}
