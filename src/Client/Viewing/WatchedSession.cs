using System.Runtime.CompilerServices;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// The viewer's side of one session. Connections are made again inside <see cref="Watch"/>, so it must be read for the session to live on;
/// a reader that is slow slows only itself.
/// </summary>
public sealed class WatchedSession : IAsyncDisposable
{
    /// <summary>How long leaving may take.</summary>
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(1);

    private readonly WatchOptions _options;
    private readonly Viewer _viewer;
    private readonly Watcher _watcher;
    private readonly TypingQueue _typing;
    private readonly Together? _together;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _watching;
    private int _left;

    private WatchedSession(Viewer viewer, IViewerConnection connection, WatchOptions options)
    {
        (_options, _viewer) = (options, viewer);
        var typed = new Signal();
        _typing = new TypingQueue(typed.Set);
        _together = options is { Together: true, Recorder: false } ? new Together(() => viewer.Joined.Key.Participant, options.TimeProvider) : null;
        _watcher = new Watcher(viewer, options, _typing, typed, _together);
        _watcher.Attach(connection);
    }

    /// <summary>This viewer's participant id, as in the roster.</summary>
    public string Participant => _viewer.Joined.Key.Participant;

    /// <summary>The session's title.</summary>
    public string Title => _viewer.Joined.Title;

    /// <summary>This viewer's role, as last told.</summary>
    public Role Role => _watcher.Role;

    /// <summary>The draft. Lives while <see cref="Watch"/> is read.</summary>
    /// <exception cref="InvalidOperationException">This viewer did not ask for it (<see cref="WatchOptions.Together"/>).</exception>
    public SharedDraft Draft => Joined.Draft;

    /// <summary>Connects to one of the servers and joins the session.</summary>
    /// <exception cref="RefusedException">The server refuses this viewer.</exception>
    /// <exception cref="ServerUnreachableException">No server answers; the message names the last one tried.</exception>
    public static async Task<WatchedSession> Join(ISessionTransport transport, WatchOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(options.Servers.Count);
        var viewer = new Viewer(transport, options);
        return new WatchedSession(viewer, await viewer.JoinFirst(cancellationToken), options);
    }

    /// <summary>
    /// Asks to be let in, where <see cref="Join"/> was refused with <see cref="Reason.NoAccess"/>, and waits for the sharer's answer, over lost connections too; cancelling takes it back. Answers the role that
    /// was granted: then join.
    /// </summary>
    /// <param name="waits">Called once it stands and the sharer is told.</param>
    /// <exception cref="RefusedException">The sharer said no, or it can't be asked.</exception>
    /// <exception cref="ServerUnreachableException">No server answers; the message names the last one tried.</exception>
    public static Task<Role> AskAccess(ISessionTransport transport, WatchOptions options, Role role, Action waits, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(options.Servers.Count);
        return new AccessAsk(transport, options, role).Run(waits, cancellationToken);
    }

    /// <summary>
    /// The session's events, ending with <see cref="WatchedEvent.Ended"/> or <see cref="WatchedEvent.Closed"/>, or without either when this is
    /// disposed meanwhile. To be read once. Asking for the next event says that the frames of the one before were consumed.
    /// </summary>
    public async IAsyncEnumerable<WatchedEvent> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _watching, 1) != 0)
            throw new InvalidOperationException("A session is watched once; join again for another reader.");

        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        try
        {
            while (await Next(either.Token) is { } next)
            {
                yield return next;
                if (next is WatchedEvent.Ended or WatchedEvent.Closed)
                    yield break;
            }
        }
        finally
        {
            _watched.TrySetResult();
        }
    }

    /// <summary>
    /// Types into the session's terminal, in order of the calls, exactly once, also through lost connections. Completes when
    /// the session has taken all of it in (null), or with the refusal of the first piece that it refused; the rest of
    /// these bytes is then dropped. Input waits up to 5 s for a sharer that is reconnecting. At most 1 MiB may wait: beyond that
    /// <see cref="Reason.Busy"/>, and nothing of it is typed.
    /// </summary>
    public Task<Refusal?> Type(ReadOnlyMemory<byte> bytes) =>
        _options.MayType ? _typing.Add(bytes) : Task.FromResult<Refusal?>(Refusal.Of(Reason.RoleTooLow));

    /// <summary>
    /// The viewer's own terminal has that size, brought into bounds. It is told to the session while this viewer's role is <see cref="Role.Edit"/> or
    /// higher: a sharer may want the session's terminal to be no larger.
    /// </summary>
    public void Resize(TerminalSize size) =>
        _watcher.Size = new TerminalSize(Math.Clamp(size.Columns, 1, TerminalSize.Max), Math.Clamp(size.Rows, 1, TerminalSize.Max));

    /// <summary>Shows this to the others from now on, whole, also after a reconnect; sent at most every 20 ms. Its cursor is to be one of <see cref="SharedDraft.Cursor"/>.</summary>
    /// <exception cref="InvalidOperationException">This viewer did not ask to take part (<see cref="WatchOptions.Together"/>).</exception>
    public void Show(PresenceState state) => Joined.Shown.Show(state);

    /// <summary>
    /// Runs the draft as it is here now, once own edits are confirmed. Null: it is on its way to the sharer, and <see cref="WatchedEvent.RunChanged"/> tells what becomes of
    /// it; else why not. <see cref="Reason.DraftMoved"/>: others changed it in the same moment; look at it again.
    /// </summary>
    /// <exception cref="ConnectionLostException">The connection is lost just now; try again.</exception>
    public async Task<Refusal?> Run(CancellationToken cancellationToken)
    {
        var number = await Draft.Settled(cancellationToken);
        return (await Connection.Run(new RunRequest(number), cancellationToken)).Refused;
    }

    /// <summary>Asks those who manage the session for a role; the answer comes with the roster. Null when the request stands, else why not.</summary>
    /// <exception cref="ConnectionLostException">The connection is lost just now; try again.</exception>
    public Task<Refusal?> RequestRole(Role role, CancellationToken cancellationToken) =>
        Ask(connection => connection.RequestRole(new RoleRequest(role), cancellationToken));

    /// <summary>Takes the request back.</summary>
    /// <exception cref="ConnectionLostException">The connection is lost just now; try again.</exception>
    public Task<Refusal?> CancelRequest(CancellationToken cancellationToken) => Ask(connection => connection.CancelRequest(cancellationToken));

    /// <summary>Gives the right to edit back.</summary>
    /// <exception cref="ConnectionLostException">The connection is lost just now; try again.</exception>
    public Task<Refusal?> HandBack(CancellationToken cancellationToken) => Ask(connection => connection.HandBack(cancellationToken));

    /// <summary>Blocks from number <paramref name="from"/>, at most <paramref name="count"/> (1 to 500), in order.</summary>
    /// <exception cref="RefusedException">The server refuses.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost just now; try again.</exception>
    public async Task<IReadOnlyList<Block>> Blocks(int from, int count, CancellationToken cancellationToken)
    {
        var reply = await Connection.Blocks(new BlocksRequest(from, count), cancellationToken);
        return reply.Refused is { } refused ? throw new RefusedException(refused) : reply.Blocks;
    }

    /// <summary>
    /// The next frames of the history behind <paramref name="after"/>, at most up to <paramref name="through"/>; null: there are none (any more). What is watched goes on beside it.
    /// </summary>
    /// <param name="keyframe">Begin with the newest keyframe at that place, where there is one.</param>
    /// <exception cref="RefusedException">The server refuses.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost just now; try again.</exception>
    public async Task<FrameRun?> Frames(long after, long through, bool keyframe, CancellationToken cancellationToken)
    {
        var reply = await Connection.Frames(new FramesRequest(after, through, keyframe), cancellationToken);
        return reply.Refused is { } refused ? throw new RefusedException(refused) : reply.Frames?.Run;
    }

    /// <summary>Leaves the session and closes the connection. Input that waits is not typed any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _left, 1) != 0)
            return;
        _stop.Cancel();
        if (Volatile.Read(ref _watching) != 0 && !_watched.Task.IsCompleted)
            await _watched.Task.Here(CancellationToken.None).WaitAsync(LeaveTimeout, _options.TimeProvider).Settled();
        _typing.End(new Refusal(Reason.UnknownOrForbidden, "The session was left."));
        if (_watcher.Stream is { } stream)
        {
            using var patience = new CancellationTokenSource(LeaveTimeout, _options.TimeProvider);
            await stream.Connection.Leave(patience.Token).Settled();
            await stream.DisposeAsync();
        }
    }

    private IViewerConnection Connection => _watcher.Stream?.Connection ?? throw new ConnectionLostException("The connection is being made again.");

    private Together Joined => _together ?? throw new InvalidOperationException($"Set {nameof(WatchOptions)}.{nameof(WatchOptions.Together)} to take part.");

    private async Task<Refusal?> Ask(Func<IViewerConnection, Task<RoleReply>> ask) => (await ask(Connection)).Refused;

    private async ValueTask<WatchedEvent?> Next(CancellationToken cancellationToken)
    {
        try
        {
            return await _watcher.Next(cancellationToken);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
