using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// The viewer's side of one session. Connections are made again inside <see cref="Watch"/>, so it must be read for the session to live on;
/// a reader that is slow slows only itself.
/// </summary>
public sealed class WatchedSession : IAsyncDisposable
{
    /// <summary>Connects to one of the servers and joins the session.</summary>
    /// <exception cref="RefusedException">The server refuses this viewer.</exception>
    /// <exception cref="ServerUnreachableException">No server answers; the message names the last one tried.</exception>
    public static Task<WatchedSession> Join(ISessionTransport transport, WatchOptions options, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>This viewer's participant id, as in the roster.</summary>
    public string Participant => throw new NotImplementedException();

    /// <summary>The session's title.</summary>
    public string Title => throw new NotImplementedException();

    /// <summary>This viewer's role, as last told.</summary>
    public Role Role => throw new NotImplementedException();

    /// <summary>
    /// The session's events, ending with <see cref="WatchedEvent.Ended"/> or <see cref="WatchedEvent.Closed"/>. To be read once.
    /// Asking for the next event says that the frames of the one before were consumed.
    /// </summary>
    public IAsyncEnumerable<WatchedEvent> Watch(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Types into the session's terminal, in order of the calls, exactly once, also through lost connections. Completes when
    /// the session has taken all of it in (null), or with the refusal of the first piece that it refused; the rest of
    /// these bytes is then dropped. At most 1 MiB may wait: beyond that <see cref="Reason.Busy"/>, and nothing of it is typed.
    /// </summary>
    public Task<Refusal?> Type(ReadOnlyMemory<byte> bytes) => throw new NotImplementedException();

    /// <summary>Blocks from number <paramref name="from"/>, at most <paramref name="count"/> (1 to 500), in order.</summary>
    /// <exception cref="RefusedException">The server refuses.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost just now; try again.</exception>
    public Task<IReadOnlyList<Block>> Blocks(int from, int count, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Leaves the session and closes the connection.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
