using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Drafting;

/// <summary>What this participant shows the others, put together by all who know a part of it. That it types is over two seconds after the last key. From any thread.</summary>
internal sealed class Shown : IDisposable
{
    private static readonly TimeSpan TypesFor = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly WatchedSession _session;
    private readonly ITimer _typed;
    private PresenceState _state = new(Follow: new PresenceFollow(Live: true));

    public Shown(WatchedSession session, TimeProvider time)
    {
        _session = session;
        _typed = time.CreateTimer(_ => Change(state => state with { Typing = false }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _session.Show(_state);
    }

    public PresenceState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    public void Change(Func<PresenceState, PresenceState> change)
    {
        lock (_gate)
        {
            var changed = change(_state);
            if (changed == _state)
                return;
            _state = changed;
            _session.Show(_state);
        }
    }

    /// <summary>A key was typed, into the draft or the program.</summary>
    public void Typed()
    {
        Change(state => state with { Typing = true });
        _typed.Change(TypesFor, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _typed.Dispose();
}
