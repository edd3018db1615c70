using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace SessionShare.Grains.Users;

/// <summary>Keeps a list of session ids, and who is to be told of it; every change is stored before it is answered.</summary>
[ActivationCountBasedPlacement]
internal sealed partial class InvitationsGrain(
    [PersistentState("invitations", "users")] IPersistentState<InvitationsState> state, TimeProvider time, ILogger<InvitationsGrain> logger) : Grain, IInvitationsGrain
{
    /// <summary>Invitations kept; the oldest go first.</summary>
    private const int Most = 500;

    /// <summary>Users under one address who are told, the newest: it is one person's, who may have been known under another id before.</summary>
    private const int MostUsers = 4;

    private readonly HintQueue _hints = new();
    private Task _telling = Task.CompletedTask;

    public async Task Add(string session)
    {
        if (!state.State.Sessions.Contains(session))
        {
            state.State.Sessions.Add(session);
            if (state.State.Sessions.Count > Most)
                state.State.Sessions.RemoveAt(0);
            await Store();
        }

        // Also where it was there: who asks again does not know whether it was told.
        Tell(new UserHint(HintKind.Listed, session));
    }

    public async Task Remove(string session)
    {
        if (state.State.Sessions.Remove(session))
            await Store();
        Tell(new UserHint(HintKind.Gone, session));
    }

    public Task Changed(string session)
    {
        if (state.State.Sessions.Contains(session))
            Tell(new UserHint(HintKind.Changed, session));
        return Task.CompletedTask;
    }

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

    public Task Forget()
    {
        (state.State.Sessions, state.State.Users) = ([], []);
        return Store();
    }

    public Task<string[]> Sessions() => Task.FromResult(state.State.Sessions.ToArray());

    /// <summary>Nobody waits for it: to tell people may take as long as it takes to find out that a silo is lost.</summary>
    private void Tell(UserHint hint)
    {
        _hints.Add(hint);
        if (_telling.IsCompleted)
            _telling = TellAll();
    }

    private async Task TellAll()
    {
        await Task.Yield();
        while (_hints.Take() is { } hint)
        {
            if (await Telling.Try(() => Task.WhenAll(state.State.Users.Select(user => GrainFactory.GetGrain<IUserGrain>(user).Hint(hint))), time) is { } fault)
                LogNotTold(hint.Session, fault);
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
