using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// A server's HTTP API. Every method throws <see cref="RefusedException"/> when the server refuses, and
/// <see cref="ServerUnreachableException"/> when no SessionShare server answers at that address.
/// </summary>
/// <param name="server">Scheme, host and port, ending in <c>/</c>.</param>
/// <param name="token">Asked for a bearer token at each request that needs one; null, or an answer of null: none is sent.</param>
public sealed class ServerApi(Uri server, Func<CancellationToken, ValueTask<string?>>? token = null) : IDisposable
{
    /// <summary>What the server says of itself.</summary>
    public Task<About> About(CancellationToken cancellationToken) => throw new NotImplementedException($"{server} {token}");

    /// <summary>
    /// Signs in the operating-system user that runs the server, under <paramref name="email"/>. Only for a server on a loopback
    /// address; its key file is read, and proven to be read, but never sent.
    /// </summary>
    /// <exception cref="LocalSignInException">The server is not on a loopback address, or its key file can't be read or isn't one.</exception>
    public Task<SignedIn> SignInLocally(string email, string? team, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A one-time code with which a browser signs in as the token's person, within 60 s.</summary>
    public Task<BrowserCode> BrowserCode(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Who the token says.</summary>
    public Task<Me> Me(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>My live sessions.</summary>
    public Task<IReadOnlyList<MySession>> Sessions(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Stops one of my sessions.</summary>
    public Task Stop(SessionId session, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
