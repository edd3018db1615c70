using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace SessionShare.Grains.Users;

/// <summary>Keeps a list of session ids, and who is to be told of it; every change is stored before it is answered.</summary>
[ActivationCountBasedPlacement]
internal sealed partial class InvitationsGrain(
    [PersistentState("invitations", "users")] IPersistentState<InvitationsState> state, ILogger<InvitationsGrain> logger) : Grain, IInvitationsGrain
{
    /// <summary>Invitations kept; the oldest go first.</summary>
    private const int Most = 500;

    /// <summary>Users under one address who are told, the newest: it is one person's, who may have been known under another id before.</summary>
    private const int MostUsers = 4;

    public async Task Add(string session)
    {
        if (state.State.Sessions.Contains(session))
            return;
        state.State.Sessions.Add(session);
        if (state.State.Sessions.Count > Most)
            state.State.Sessions.RemoveAt(0);
        await Store();
        await Tell(new UserHint(HintKind.Listed, session));
    }

    public async Task Remove(string session)
    {
        if (!state.State.Sessions.Remove(session))
            return;
        await Store();
        await Tell(new UserHint(HintKind.Gone, session));
    }

    public Task Changed(string session) =>
        state.State.Sessions.Contains(session) ? Tell(new UserHint(HintKind.Changed, session)) : Task.CompletedTask;

    public Task Follow(string user)
    {
        var users = state.State.Users;
        if (users.Count > 0 && users[^1] == user)
            return Task.CompletedTask;
        users.Remove(user);
        users.Add(user);
        if (users.Count > MostUsers)
            users.RemoveAt(0);
        return Store();
    }

    public Task<string[]> Sessions() => Task.FromResult(state.State.Sessions.ToArray());

    /// <summary>A hint that does not arrive is no loss that lasts: with the silo of its user's grain the watches end, and both lists are read again.</summary>
    private async Task Tell(UserHint hint)
    {
        try
        {
            await Task.WhenAll(state.State.Users.Select(user => GrainFactory.GetGrain<IUserGrain>(user).Hint(hint)));
        }
        catch (Exception fault)
        {
            LogNotTold(hint.Session, fault.Message);
        }
    }

    private async Task Store()
    {
        try
        {
            await (state.State.Sessions.Count + state.State.Users.Count > 0 ? state.WriteStateAsync() : state.ClearStateAsync());
        }
        catch
        {
            // What is in memory and not stored must answer nobody.
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {SessionId}: someone who is invited was not told of a change: {Fault}")]
    private partial void LogNotTold(string sessionId, string fault);
}

/// <summary>What is stored of one person's invitations.</summary>
[GenerateSerializer, Alias("sessionshare.invitations-state")]
public sealed class InvitationsState
{
    /// <summary>Session ids, oldest invitation first.</summary>
    [Id(0)] public List<string> Sessions { get; set; } = [];

    /// <summary>Ids of users who signed in under the address, the newest last.</summary>
    [Id(1)] public List<string> Users { get; set; } = [];
}
