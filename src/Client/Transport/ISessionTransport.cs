namespace SessionShare.Client;

/// <summary>
/// The one seam where clients and gateways meet: SignalR in life (<see cref="SignalRTransport"/>), memory in a simulator.
/// Both methods throw <see cref="RefusedException"/> when the server refuses the handshake, and
/// <see cref="ServerUnreachableException"/> when there is none at that address.
/// </summary>
public interface ISessionTransport
{
    /// <summary>Connects to the sharers' hub of the gateway at <paramref name="server"/> (scheme, host, port, base path ending in <c>/</c>).</summary>
    Task<ISharerConnection> ConnectSharer(Uri server, CancellationToken cancellationToken);

    /// <summary>Connects to the viewers' hub of the gateway at <paramref name="server"/>.</summary>
    Task<IViewerConnection> ConnectViewer(Uri server, CancellationToken cancellationToken);
}

/// <summary>
/// What both kinds of connection have. Every method of a connection throws <see cref="ConnectionLostException"/> when the
/// connection is gone or the server fails to answer. Calls go out in the order in which they were made.
/// Disposing closes the connection and ends its streams.
/// </summary>
public interface ISessionConnection : IAsyncDisposable
{
    /// <summary>Completes, never faulted, when the connection is gone for whatever cause; the result is a sentence that says why.</summary>
    Task<string> Closed { get; }
}
