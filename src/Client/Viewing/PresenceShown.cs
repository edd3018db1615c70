using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>What this client shows to others: the newest state, sent at most every 20 ms, the last one always; again on each connection.</summary>
internal sealed class PresenceShown(TimeProvider time)
{
    /// <summary>What changes within it goes out as one.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(100);
    private static readonly PresenceState Nothing = new();

    private readonly Signal _wake = new();
    private PresenceState _now = Nothing;

    /// <summary>Shows this from now on.</summary>
    public void Show(PresenceState state)
    {
        Volatile.Write(ref _now, state);
        _wake.Set();
    }

    /// <summary>The role changed: what it hid before is shown again.</summary>
    public void RoleChanged() => _wake.Set();

    /// <summary>Sends on one connection until that ends.</summary>
    public async Task Send(IViewerConnection connection, Func<Role> role, CancellationToken cancellationToken)
    {
        PresenceState? told = Nothing;
        var known = role();
        while (true)
        {
            if (Volatile.Read(ref _now) == told && role() == known)
            {
                await _wake.Wait(cancellationToken);
                continue;
            }

            await Task.Delay(Interval, time, cancellationToken);
            (told, known) = (Volatile.Read(ref _now), role());
            var reply = await connection.ShowPresence(told, cancellationToken);
            if (reply.Refused is not { } refused || !Reasons.Of(refused.Reason).Retry)
                continue;
            told = null;
            await Task.Delay(AgainAfter, time, cancellationToken);
        }
    }
}
