using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// The sharer's side of one session: takes what the terminal writes, and brings it to the server without loss through
/// lost connections and restarted servers. <see cref="Output"/>, <see cref="Resize"/>, <see cref="BlockStart"/> and
/// <see cref="BlockEnd"/> never block; one thread at a time may call them. Everything else may be called from anywhere.
/// Disposing stops without ending the session: the server waits its grace time for a process that goes on with it.
/// </summary>
public sealed class SharedSession : IAsyncDisposable
{
    /// <summary>Connects to one of the servers and shares the session.</summary>
    /// <exception cref="RefusedException">The server refuses the session.</exception>
    /// <exception cref="ServerUnreachableException">No server answers; the message names the last one tried.</exception>
    public static Task<SharedSession> Share(ISessionTransport transport, ShareOptions options, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>The session's id.</summary>
    public SessionId Id => throw new NotImplementedException();

    /// <summary>The link to hand out, with the link secret.</summary>
    public string Link => throw new NotImplementedException();

    /// <summary>What the server allows this session.</summary>
    public SessionLimits Limits => throw new NotImplementedException();

    /// <summary>Who is here now.</summary>
    public Roster Roster => throw new NotImplementedException();

    /// <summary>Bytes of output given up, unsent, since the start, because more than 64 MiB were waiting to be saved.</summary>
    public long GivenUpBytes => throw new NotImplementedException();

    /// <summary>Bytes that the terminal wrote. They are copied.</summary>
    public void Output(ReadOnlySpan<byte> bytes) => throw new NotImplementedException();

    /// <summary>The terminal has a new size; one out of bounds is brought into them.</summary>
    public void Resize(TerminalSize size) => throw new NotImplementedException();

    /// <summary>A command begins.</summary>
    public void BlockStart(BlockStart start) => throw new NotImplementedException();

    /// <summary>A command has ended.</summary>
    public void BlockEnd(BlockEnd end) => throw new NotImplementedException();

    /// <summary>
    /// What happens to the session, ending with <see cref="SharedEvent.Ended"/>. To be read by one reader, always: asking for
    /// the next event says that the one before was dealt with, so that typed input is told to be seen. At most 1 MiB of
    /// unread typed input is kept; what comes beyond is dropped, and told once as a notice.
    /// </summary>
    public IAsyncEnumerable<SharedEvent> Events(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Ends the session: what was output before is sent, what comes later is ignored. Returns when the end is durable, or
    /// after <see cref="ShareOptions.EndTimeout"/> saying that it is not.
    /// </summary>
    /// <param name="reason"><see cref="Reason.SharerExited"/> or <see cref="Reason.SharerStopped"/>.</param>
    /// <param name="exitCode">The shared command's exit code, told to viewers; null when there is none.</param>
    public Task<EndOutcome> End(Reason reason, int? exitCode, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
