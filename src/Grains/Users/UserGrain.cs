using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;

namespace SessionShare.Grains.Users;

/// <summary>Keeps the list of a person's sessions, stored before a change is answered, and passes hints on. Hints themselves are stored nowhere.</summary>
[ActivationCountBasedPlacement]
internal sealed partial class UserGrain(
    [PersistentState("user", "users")] IPersistentState<UserState> state,
    LiveSessions live,
    IOptions<SessionOptions> options,
    TimeProvider time,
    ILogger<UserGrain> logger) : Grain, IUserGrain
{
    private readonly Broadcast _changed = new();
    private readonly Watches _watches = new();
    private readonly List<HintQueue> _readers = [];
    private bool _moving;

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Before there was this grain, the quota kept the list.
        if (!state.RecordExists)
            state.State.Sessions = [.. await GrainFactory.GetGrain<IUserQuotaGrain>(Id).Sessions()];
        var scheduler = TaskScheduler.Current;
        _moving = !live.AddBeside(Id, () => Task.Factory.StartNew(HandOver, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap());
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await HandOver();
        live.RemoveBeside(Id);
    }

    public Task Add(string session)
    {
        if (state.State.Sessions.Contains(session))
            return Task.CompletedTask;
        state.State.Sessions.Add(session);
        return Store();
    }

    public async Task Remove(string session)
    {
        if (state.State.Sessions.Remove(session))
            await Store();
        await Hint(new UserHint(HintKind.Gone, session));
    }

    public Task<string[]> Sessions() => Task.FromResult(state.State.Sessions.ToArray());

    public Task Hint(UserHint hint)
    {
        foreach (var reader in _readers)
            reader.Add(hint);
        _changed.Raise();
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<UserHint> Watch(string gateway, string email, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (watch, hints) = (_watches.Open(gateway, reads: true), new HintQueue());
        hints.Add(new UserHint(HintKind.Everything));
        _readers.Add(hints);
        try
        {
            // Before the first hint: who has read both lists then hears of what comes later.
            await GrainFactory.GetGrain<IInvitationsGrain>(Invitations.KeyOf(email)).Follow(Id);
            while (true)
            {
                var next = _changed.Next;
                if (_moving)
                {
                    watch.Told();
                    _changed.Raise();
                    yield return new UserHint(HintKind.Moved);
                    yield break;
                }

                if (hints.Take() is { } hint)
                    yield return hint;
                else
                    await next.Here(cancellationToken);
            }
        }
        finally
        {
            _readers.Remove(hints);
            watch.Close();
            _changed.Raise();
        }
    }

    /// <summary>Ends the watches, in a bounded time: a pending read of one counts as a running request, and would hold the deactivation up.</summary>
    private async Task HandOver()
    {
        _moving = true;
        _changed.Raise();
        using var limit = new CancellationTokenSource(options.Value.HandOverTime, time);
        try
        {
            for (var next = _changed.Next; !_watches.AllTold; next = _changed.Next)
                await next.Here(limit.Token);
        }
        catch (OperationCanceledException)
        {
            LogHandOverCutShort(Id, options.Value.HandOverTime);
        }
    }

    private async Task Store()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // What is in memory and not stored must answer nobody; whoever watches goes elsewhere first.
            await HandOver();
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "User {UserId}: not everyone who watches was told within {Limit} that it moves.")]
    private partial void LogHandOverCutShort(string userId, TimeSpan limit);
}

/// <summary>What is stored of one person.</summary>
[GenerateSerializer, Alias("sessionshare.user-state")]
public sealed class UserState
{
    /// <summary>The person's sessions, live or with their history kept, oldest first.</summary>
    [Id(0)] public List<string> Sessions { get; set; } = [];
}
