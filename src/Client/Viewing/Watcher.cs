using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>Turns a viewer's streams, one after the other, into its events. Driven by its reader: nothing happens between two <see cref="Next"/>.</summary>
internal sealed class Watcher(Viewer viewer, WatchOptions options, TypingQueue typing, Signal typed, Together? together = null)
{
    /// <summary>A server whose stream is wrong this often in a row, with nothing new in between, is given up.</summary>
    private const int MostFaults = 3;

    private readonly Cursor _cursor = new(options.From, options.Recorder, options.Together);
    private readonly Queue<WatchedEvent> _told = new();
    private FrameRun? _reading;
    private Roster? _roster;
    private int _faults;
    private bool _signInEnded;

    /// <summary>The stream of this moment; null while there is none.</summary>
    public WatchStream? Stream { get; private set; }

    /// <summary>This viewer's role, as last told.</summary>
    public Role Role { get; private set; }

    /// <summary>The size of the viewer's own terminal, told to the session while the role allows it; null: not told.</summary>
    public TerminalSize? Size
    {
        get;
        set
        {
            field = value;
            typed.Set();
        }
    }

    /// <summary>Goes on with a connection that has joined.</summary>
    public void Attach(IViewerConnection connection)
    {
        (Role, _reading) = (viewer.Joined.Role, null);
        typing.Resume(viewer.Joined.TypedThrough);
        Stream = new WatchStream(connection, typing, () => Role >= Role.Edit && options.MayType ? Size : null, typed, options.TimeProvider, together is null ? null : (to, ends) => together.Send(to, () => Role, ends));
        Stream.StartTyping();
    }

    /// <summary>The next event. Asking for it says that the frames of the one before were consumed.</summary>
    public async ValueTask<WatchedEvent> Next(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (_reading is { } read && Stream is not null)
                {
                    _reading = null;
                    await Stream.Consumed(read);
                }

                if (_told.TryDequeue(out var told))
                    return Tell(told);
                if (Stream is null)
                    await Rejoin(cancellationToken);
                else if (await Stream.Next(_cursor.Request, cancellationToken) is { } item)
                    await Take(item);
                else
                    await Lose("The server is stopping.");
            }
            catch (ConnectionLostException lost)
            {
                await Lose(lost.Message);
            }
        }
    }

    private WatchedEvent Tell(WatchedEvent told)
    {
        if (told is WatchedEvent.Frames frames)
            _reading = frames.Run;
        if (told is WatchedEvent.Ended { How: var how })
            typing.End(new Refusal(how.Reason, how.Text));
        if (told is WatchedEvent.Closed { Why: var why })
            typing.End(why);
        return told;
    }

    private async ValueTask Take(WatchItem item)
    {
        switch (item)
        {
            case { Frames: { } frames }:
                await Take(frames);
                break;
            case { Passed: { } passed }:
                _cursor.PassOver(passed);
                break;
            case { Lagging: { } lagging }:
                _cursor.PassOver(lagging.Last);
                _told.Enqueue(new WatchedEvent.Lagging(lagging.First, lagging.Last));
                break;
            case { Durable: { } durable }:
                _told.Enqueue(new WatchedEvent.Durable(durable));
                break;
            case { Present: { } present }:
                if (_cursor.Begin(present) is var (first, last))
                    _told.Enqueue(new WatchedEvent.Missed(first, last));
                FindRole(_roster = present.Roster);
                _told.Enqueue(new WatchedEvent.Present(present));
                together?.Begin(present).ForEach(_told.Enqueue);
                break;
            case { Roster: { } roster }:
                Take(roster);
                break;
            case { RosterUpdate: { } update } when _roster is { } before:
                Take(update.On(before));
                break;
            case { Presence: not null } or { Draft: not null } or { Run: not null }:
                together?.Take(item).ForEach(_told.Enqueue);
                break;
            case { Notice: { } notice }:
                _told.Enqueue(new WatchedEvent.Noticed(notice));
                break;
            case { Rewound: { } to }:
                _cursor.Rewind(to);
                _told.Enqueue(new WatchedEvent.Rewound(to));
                break;
            case { Ended: { } ended } when !_cursor.Has(ended.Last):
                await LoseForFault($"The server ended the session before frame {ended.Last} came.");
                break;
            case { Ended: { } ended }:
                _told.Enqueue(new WatchedEvent.Ended(ended));
                break;
            case { Closed: { } closed } when OwnAttempts.MayPass(closed.Reason):
                if (IsElsewhere(closed.Reason))
                    viewer.MoveOn();
                await Lose(closed.Text);
                break;
            case { Closed: { Reason: Reason.TokenExpired } expired } when !_signInEnded:
                _signInEnded = true; // Connecting again asks for the token anew.
                await Lose(expired.Text);
                break;
            case { Closed: { } closed }:
                Close(closed);
                break;
        }
    }

    private void Take(Roster roster)
    {
        FindRole(_roster = roster);
        _told.Enqueue(new WatchedEvent.RosterChanged(roster));
        together?.Take(roster).ForEach(_told.Enqueue);
    }

    private async ValueTask Take(WatchedFrames frames)
    {
        switch (_cursor.Pass(frames, out var run))
        {
            case FrameFit.Next:
                (_faults, _signInEnded) = (0, false);
                viewer.WasOfUse();
                _told.Enqueue(new WatchedEvent.Frames(frames.Epoch, run));
                break;
            case FrameFit.Seen:
                await Stream!.Consumed(frames.Run);
                break;
            default:
                await LoseForFault($"The server sent frames from {frames.Run.First} on that do not fit.");
                break;
        }
    }

    private async ValueTask LoseForFault(string fault)
    {
        await Lose(fault);
        if (++_faults >= MostFaults)
            Close(new Refusal(Reason.ServerFault, fault));
    }

    private async ValueTask Lose(string why)
    {
        if (Stream is { } stream)
        {
            Stream = null;
            await stream.DisposeAsync();
        }

        options.Logger.ConnectionLost(options.Session, why);
        _told.Enqueue(new WatchedEvent.Reconnecting(why));
    }

    private async ValueTask Rejoin(CancellationToken cancellationToken)
    {
        try
        {
            Attach(await viewer.JoinAgain(cancellationToken));
            _told.Enqueue(new WatchedEvent.Resumed());
        }
        catch (RefusedException refused)
        {
            Close(refused.Refusal);
        }
        catch (Exception failure) when (failure is ServerUnreachableException or ConnectionLostException)
        {
            Close(new Refusal(Reason.ServerStopping, $"Given up after {options.GiveUpAfter.TotalSeconds:0} s without a connection. {failure.Message}"));
        }
    }

    /// <summary>Whether another gateway can be expected to do better.</summary>
    private static bool IsElsewhere(Reason reason) => reason is Reason.GatewayLeaving or Reason.ClusterUnreachable;

    private void Close(Refusal why)
    {
        options.Logger.Closed(options.Session, why.Reason, why.Text);
        _told.Enqueue(new WatchedEvent.Closed(why));
    }

    private void FindRole(Roster roster)
    {
        var id = viewer.Joined.Key.Participant;
        var before = Role;
        Role = roster.Participants.FirstOrDefault(participant => participant.Id == id)?.Role ?? Role;
        if (Role == before)
            return;
        if (Role < Role.Edit)
            typing.Forget();
        typed.Set();
        together?.Shown.RoleChanged();
    }
}
