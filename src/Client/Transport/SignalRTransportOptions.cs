using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SessionShare.Client;

/// <summary>How <see cref="SignalRTransport"/> connects.</summary>
public sealed class SignalRTransportOptions
{
    /// <summary>Asked for a bearer token at each connecting, so that a renewed one is used; null, or an answer of null: connect as a guest.</summary>
    public Func<CancellationToken, ValueTask<string?>>? Token { get; init; }

    /// <summary>Asked where the server says that the token is no good any more: whether there is another one to try with, once. Null: there is none.</summary>
    public Func<CancellationToken, ValueTask<bool>>? Renew { get; init; }

    /// <summary>How messages are encoded. Default <see cref="WireEncoding.MessagePack"/>.</summary>
    public WireEncoding Encoding { get; init; } = WireEncoding.MessagePack;

    /// <summary>The connection is given up when nothing came from the server for this long. Default 30 s; at least twice the server's ping interval.</summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often this side pings. Default 15 s; at most half of the 30 s after which a server gives a silent client up.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long WebSocket and hub handshake may take together. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where SignalR's own log goes. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock for <see cref="ConnectTimeout"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
