using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// The sharer's side of one session: takes what the terminal writes, and brings it to the server without loss through
/// lost connections and restarted servers. <see cref="Output"/>, <see cref="Resize"/>, <see cref="Keyframe"/>,
/// <see cref="BlockStart"/> and <see cref="BlockEnd"/> never block; one thread at a time may call them. Everything else may be called from anywhere.
/// Disposing stops without ending the session: the server waits its grace time for a process that goes on with it.
/// </summary>
public sealed class SharedSession : IAsyncDisposable
{
    private readonly ShareOptions _options;
    private readonly Sharer _sharer;
    private readonly SharedLog _log;
    private readonly int _nextBlock;
    private readonly SharedEvents _events;
    private readonly Signal _wake = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private Ending? _ending;
    private SharedEvent.Ended? _over;
    private bool _endedBySharer;

    private SharedSession(Sharer sharer, ISharerConnection connection, ShareOptions options)
    {
        (_options, _sharer, _nextBlock) = (options, sharer, sharer.Shared.NextBlock);
        var begun = options.StartedAt ?? (options.Resume ? sharer.Shared.StartedAt : null);
        var sharedBefore = begun is { } start && options.TimeProvider.GetUtcNow() - start is { Ticks: > 0 } since ? since : TimeSpan.Zero;
        _log = new SharedLog(new Outbox(new OutboxLimits()), options.TimeProvider, sharedBefore, _wake);
        _log.Begin(sharer.Shared.Next);
        _events = new SharedEvents(_wake.Set);
        _events.Roster(sharer.Shared.Roster);
        _events.Link(sharer.Shared.Link);
        _running = Run(connection);
    }

    /// <summary>The session's id.</summary>
    public SessionId Id => _options.Session;

    /// <summary>The link to hand out, with the link secret; another one when its rule was changed.</summary>
    public string Link => _events.NewestLink!;

    /// <summary>The lowest number that a first block may have: 1, or behind those of the process before, in a session that is gone on with.</summary>
    public int NextBlock => _nextBlock;

    /// <summary>What the server allows this session.</summary>
    public SessionLimits Limits => _sharer.Shared.Limits;

    /// <summary>Who is here now.</summary>
    public Roster Roster => _events.NewestRoster!;

    /// <summary>Bytes of output given up, unsent, since the start, because more than 64 MiB were waiting to be saved.</summary>
    public long GivenUpBytes => _log.Read(outbox => outbox.GivenUp);

    /// <summary>Encoded bytes of frames that are not known to be stored.</summary>
    public long UnsavedBytes => _log.Read(outbox => outbox.UnsavedBytes);

    /// <summary>Connects to one of the servers and shares the session.</summary>
    /// <exception cref="RefusedException">The server refuses the session.</exception>
    /// <exception cref="ServerUnreachableException">No server answers; the message names the last one tried.</exception>
    public static async Task<SharedSession> Share(ISessionTransport transport, ShareOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(options.Servers.Count);
        var sharer = new Sharer(transport, options);
        return new SharedSession(sharer, await sharer.ShareFirst(cancellationToken), options);
    }

    /// <summary>Bytes that the terminal wrote. They are copied.</summary>
    public void Output(ReadOnlySpan<byte> bytes) => _log.Output(bytes);

    /// <summary>
    /// What happened before sharing began, from the beginning on, before anything else is told: a terminal's story may be older than its session.
    /// </summary>
    /// <param name="kind">Output (of any length), Resize, BlockStart, BlockEnd or Skipped.</param>
    /// <param name="payload">As in a frame. Copied.</param>
    /// <param name="at">Since <see cref="ShareOptions.StartedAt"/>; one that is earlier than the one before, or not over yet, is brought between.</param>
    public void Replay(FrameKind kind, ReadOnlySpan<byte> payload, TimeSpan at) => _log.Replay(kind, payload, at);

    /// <summary>The terminal has a new size; one out of bounds is brought into them.</summary>
    public void Resize(TerminalSize size)
    {
        var shown = new TerminalSize(Math.Clamp(size.Columns, 1, TerminalSize.Max), Math.Clamp(size.Rows, 1, TerminalSize.Max));
        _log.Add(FrameKind.Resize, shown.ToPayload());
    }

    /// <summary>
    /// Whether a keyframe is due: at the start, after a resize, after 512 KiB of output, and when a viewer needs one (<see cref="SharedEvent.KeyframeWanted"/>).
    /// </summary>
    public bool IsKeyframeDue => _log.IsKeyframeDue;

    /// <summary>The whole screen, as it is behind everything told so far. One that is not due makes the server refuse the session's frames.</summary>
    /// <param name="keyframe">At most <see cref="WireLimits.KeyframeBytes"/>.</param>
    public void Keyframe(Keyframe keyframe) => _log.Add(keyframe);

    /// <summary>Nothing of what happens is told from here on, or (false) again everything; then a size and a keyframe are to follow.</summary>
    public void Pause(bool paused) => _log.Add(paused ? FrameKind.Paused : FrameKind.Resumed, []);

    /// <summary>A command begins.</summary>
    public void BlockStart(BlockStart start) => _log.Add(FrameKind.BlockStart, start.ToPayload());

    /// <summary>A command has ended.</summary>
    public void BlockEnd(BlockEnd end) => _log.Add(FrameKind.BlockEnd, end.ToPayload());

    /// <summary>
    /// What happens to the session, ending with <see cref="SharedEvent.Ended"/>. To be read by one reader, always: asking for
    /// the next event says that the one before was dealt with, so that typed input is told to be seen. At most 1 MiB of
    /// unread typed input is kept; what comes beyond is dropped, and told once as a notice.
    /// </summary>
    public IAsyncEnumerable<SharedEvent> Events(CancellationToken cancellationToken) => _events.Read(cancellationToken);

    /// <summary>Says what becomes of a run (<see cref="SharedEvent.RunAsked"/>); once it ran or was refused, nothing more is said of it.</summary>
    /// <param name="state"><see cref="RunState.Asking"/>, <see cref="RunState.Ran"/> or <see cref="RunState.Refused"/>.</param>
    /// <param name="refused">With the last: why.</param>
    public void RunAnswered(long number, RunState state, Refusal? refused = null) => _events.Runs.Answer(new RunAnswer(number, state, refused));

    /// <summary>
    /// Others' keys do not reach the terminal just now, or (false) do again: who types is told so. This client still decides about each input by itself. The sharer's own other devices are not held.
    /// </summary>
    public void HoldTyping(bool held) => _events.HoldsTyping = held;

    /// <summary>
    /// Ends the session: what was output before is sent, what comes later is ignored. Returns when the end is durable, or
    /// after <see cref="ShareOptions.EndTimeout"/> saying that it is not. Asking again gives the first answer.
    /// </summary>
    /// <param name="reason"><see cref="Reason.SharerExited"/> or <see cref="Reason.SharerStopped"/>.</param>
    /// <param name="exitCode">The shared command's exit code, told to viewers; null when there is none.</param>
    public async Task<EndOutcome> End(Reason reason, int? exitCode, CancellationToken cancellationToken)
    {
        var ending = new Ending(reason, exitCode);
        ending = Interlocked.CompareExchange(ref _ending, ending, null) ?? ending;
        _log.End();
        if (Volatile.Read(ref _over) is { } over)
            ending.Over(over, _endedBySharer, UnsavedBytes);
        try
        {
            await ending.Outcome.Here(cancellationToken).WaitAsync(_options.EndTimeout, _options.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            ending.NotDurable(UnsavedBytes, $"The server did not save the end of the session within {_options.EndTimeout.TotalSeconds:0.#} s.");
        }

        return await ending.Outcome;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await _running;
    }

    private async Task Run(ISharerConnection first)
    {
        SharedEvent.Ended over;
        try
        {
            over = await UntilOver(first);
            _options.Logger.Over(Id, over.Reason, over.Text);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            over = new(Reason.SharerLost, "The session was left without being ended.");
        }
        catch (Exception fault)
        {
            _options.Logger.Failed(Id, fault);
            over = new(Reason.SharerLost, "Sharing failed for a fault in this program.");
        }

        Volatile.Write(ref _over, over);
        _ending?.Over(over, _endedBySharer, UnsavedBytes);
        _events.Ended(over);
    }

    private async Task<SharedEvent.Ended> UntilOver(ISharerConnection connection)
    {
        Refusal? lastRefused = null;
        while (true)
        {
            var attachment = new Attachment(connection, _sharer.Shared, _log, _events, _wake, () => _ending, _options.TimeProvider);
            var end = await attachment.Run(_stop.Token);
            if (end is AttachmentEnd.Over over)
                return over.Ended;

            _stop.Token.ThrowIfCancellationRequested();
            var lost = (AttachmentEnd.Lost)end;
            if (attachment.WasOfUse)
                _sharer.WasOfUse();
            if (lost.Refused is { } refused && refused.Reason == lastRefused?.Reason && !attachment.WasOfUse && !OwnAttempts.MayPass(refused.Reason))
                return new(refused.Reason, refused.Text);
            lastRefused = lost.Refused;
            if (lost.Refused is { Reason: Reason.GatewayLeaving or Reason.ClusterUnreachable })
                _sharer.MoveOn();

            _options.Logger.Lost(Id, lost.Why);
            _events.Connection(new SharedEvent.Reconnecting(lost.Why));
            try
            {
                connection = await Reattach(lost.NewEpoch);
            }
            catch (RefusedException refusal) when (!OwnAttempts.MayPass(refusal.Refusal.Reason))
            {
                // What was sent and not confirmed on the connection that was lost is stored up to there.
                if (refusal.Refusal is { Reason: Reason.SessionEnded, Expected: { } next })
                    _endedBySharer = _log.Change(outbox => outbox.Durable(next - 1));
                return new(refusal.Refusal.Reason, refusal.Message);
            }
            catch (Exception failure) when (failure is RefusedException or ServerUnreachableException or ConnectionLostException)
            {
                return new(Reason.SharerLost, $"The connection could not be made again: {failure.Message}");
            }

            _events.Roster(_sharer.Shared.Roster);
            _events.Link(_sharer.Shared.Link);
            _events.Connection(new SharedEvent.Connected());
        }
    }

    private async Task<ISharerConnection> Reattach(bool newEpoch)
    {
        var connection = await _sharer.ShareAgain(newEpoch, _stop.Token);
        var next = _sharer.Shared.Next;
        if (!newEpoch && _log.Change(outbox => outbox.Resume(next)) == Resumption.Sends)
            return connection;

        _options.Logger.NewEpoch(Id);
        if (!newEpoch)
        {
            await connection.DisposeAsync();
            connection = await _sharer.ShareAgain(true, _stop.Token);
        }

        _log.Restart(_sharer.Shared.Next);
        _events.KeyframeWanted();
        return connection;
    }
}
