using SessionShare.Gateway.Streams;
using SessionShare.Grains.Sessions;
using SessionShare.Grains.Users;
using SessionShare.Protocol;
using SessionShare.Silo.Cluster;

namespace SessionShare.Gateway.Listing;

/// <summary>
/// This gateway's one watch of a person, for all connections of theirs: reads hints, looks again at what they name, and keeps what was found. Goes on by itself when the person's grain
/// moves or its silo is lost, and reads everything anew then. One loop task, awaited on dispose.
/// </summary>
internal sealed partial class PersonFeed(
    UserIdentity user, IGrainFactory grains, PersonSessions sessions, GatewayIdentity gateway, ClusterLink link, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _changed = New();
    private ListedSessions _listed = ListedSessions.None;
    private Task _loop = Task.CompletedTask;

    /// <summary>What the person lists; <see cref="ListedSessions.None"/> until it was read.</summary>
    public ListedSessions Listed
    {
        get
        {
            lock (_gate)
                return _listed;
        }
    }

    /// <summary>The person's grain can't be reached, and trying was given up.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Completes at the next change: take it, look, then await it.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
                return _changed.Task;
        }
    }

    /// <summary>Begins. Called once.</summary>
    public void Start() => _loop = Loop();

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await _loop;
        _stop.Dispose();
    }

    private async Task Loop()
    {
        await Task.Yield();
        var (retry, failsSince, told) = (FirstRetry, (long?)null, false);
        while (!_stop.IsCancellationRequested)
        {
            using var until = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, link.SiloLost);
            try
            {
                await foreach (var hint in grains.Find<IUserGrain>(user.User).Watch(gateway.Name, user.Email, until.Token))
                {
                    if (hint.Kind == HintKind.Moved)
                        break;
                    await Look(hint);
                    (retry, failsSince, told) = (FirstRetry, null, false);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                if (!told)
                    LogWatchFailed(user.User, fault.Message);
                told = true;
                if (time.GetElapsedTime(failsSince ??= time.GetTimestamp()) >= GiveUpAfter)
                {
                    IsLost = true;
                    Show(_listed);
                    return;
                }
            }

            await Task.Delay(retry, time, CancellationToken.None);
            retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
        }
    }

    private async Task Look(UserHint hint)
    {
        if (hint.Kind == HintKind.Everything)
        {
            var (own, invited) = (sessions.Own(user), sessions.Invited(user));
            Show(_listed.With(await own, await invited));
            return;
        }

        var id = SessionId.Parse(hint.Session);
        if (hint.Kind == HintKind.Answered)
            Show(_listed.With(new AnsweredRequest(id, await sessions.TitleOf(id, user), hint.Role, hint.Granted)));
        else if (hint.Kind == HintKind.Listed || _listed.Has(id))
            await LookAt(id, isListed: hint.Kind != HintKind.Gone);
    }

    private async Task LookAt(SessionId id, bool isListed)
    {
        var (mine, invited) = isListed ? await sessions.One(id, user) : default;
        if (mine is not null || invited is not null || _listed.Has(id))
            Show(_listed.With(id, mine, invited));
    }

    private void Show(ListedSessions listed)
    {
        TaskCompletionSource changed;
        lock (_gate)
            (_listed, changed, _changed) = (listed, _changed, New());
        changed.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Warning, Message = "User {UserId}: their watch failed; it is opened again: {Fault}")]
    private partial void LogWatchFailed(string userId, string fault);
}
