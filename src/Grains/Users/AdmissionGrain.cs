namespace SessionShare.Grains.Users;

/// <summary>Keeps one invitation until it is used. It is forgotten in storage before it is answered, so that it never counts twice.</summary>
internal sealed class AdmissionGrain([PersistentState("admission", "users")] IPersistentState<AdmissionState> state, TimeProvider time) : Grain, IAdmissionGrain
{
    public Task Invite(AdmissionValue admission)
    {
        state.State.Admission = admission;
        return Stored(state.WriteStateAsync);
    }

    public async Task<AdmissionValue?> Redeem()
    {
        var admission = state.State.Admission;
        DeactivateOnIdle(); // Nobody asks a second time; guesses leave nothing behind.
        if (admission is null)
            return null;
        state.State.Admission = null;
        await Stored(state.ClearStateAsync);
        return admission.ExpiresAt > time.GetUtcNow() ? admission : null;
    }

    private async Task Stored(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch
        {
            // What is in memory and not stored must answer nobody.
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>What is stored of an invitation.</summary>
[GenerateSerializer, Alias("sessionshare.admission-state")]
public sealed class AdmissionState
{
    /// <summary>Null: there is none, or it was used.</summary>
    [Id(0)] public AdmissionValue? Admission { get; set; }
}
