using Orleans.Placement;

namespace SessionShare.Grains.Users;

/// <summary>Keeps a list of session ids; every change is stored before it is answered.</summary>
[ActivationCountBasedPlacement]
internal sealed class InvitationsGrain([PersistentState("invitations", "users")] IPersistentState<InvitationsState> state) : Grain, IInvitationsGrain
{
    /// <summary>Invitations kept; the oldest go first.</summary>
    private const int Most = 500;

    public Task Add(string session)
    {
        if (state.State.Sessions.Contains(session))
            return Task.CompletedTask;
        state.State.Sessions.Add(session);
        if (state.State.Sessions.Count > Most)
            state.State.Sessions.RemoveAt(0);
        return Store();
    }

    public Task Remove(string session) => state.State.Sessions.Remove(session) ? Store() : Task.CompletedTask;

    public Task<string[]> Sessions() => Task.FromResult(state.State.Sessions.ToArray());

    private async Task Store()
    {
        try
        {
            await (state.State.Sessions.Count > 0 ? state.WriteStateAsync() : state.ClearStateAsync());
        }
        catch
        {
            // What is in memory and not stored must answer nobody.
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>What is stored of one person's invitations.</summary>
[GenerateSerializer, Alias("sessionshare.invitations-state")]
public sealed class InvitationsState
{
    /// <summary>Session ids, oldest invitation first.</summary>
    [Id(0)] public List<string> Sessions { get; set; } = [];
}
