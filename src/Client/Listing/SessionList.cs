using System.Runtime.CompilerServices;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// The sessions that a signed-in person shares and is invited to, on whatever device, as they change: what changes is told at once. Connects again by itself while it is read.
/// </summary>
public sealed class SessionList
{
    private readonly SignalRTransport _transport;
    private readonly Gateways _gateways;
    private readonly ListOptions _options;
    private readonly KnownSessions _known = new();
    private bool _signInEnded;
    private string? _lost;

    /// <param name="transport">Signed in as the person.</param>
    /// <param name="options">Where.</param>
    public SessionList(SignalRTransport transport, ListOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(options.Servers.Count);
        (_transport, _options) = (transport, options);
        _gateways = new Gateways(options.Servers, options.AttemptTimeout, options.TimeProvider, options.Random);
    }

    /// <summary>All sessions, as the newest event has left them.</summary>
    public MySessions Now => _known.Now;

    /// <summary>Follows them, until the token is cancelled or <see cref="ListEvent.Closed"/> comes. To be read once.</summary>
    /// <exception cref="RefusedException">The server refuses, at the start: nobody is signed in.</exception>
    /// <exception cref="ServerUnreachableException">No server answers, at the start.</exception>
    public async IAsyncEnumerable<ListEvent> Follow([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var link = await _gateways.TryOnce(Connect, cancellationToken);
        while (true)
        {
            var lost = "The server is stopping.";
            await using (link)
            {
                await using var items = link.Stream<MeItem>(Hubs.Me.Watch, new MeRequest(WireLimits.ProtocolVersion), cancellationToken).GetAsyncEnumerator(cancellationToken);
                while (await Next(items) is { } item)
                {
                    if (item.Closed is { } closed && !MayPass(closed))
                    {
                        yield return new ListEvent.Closed(closed);
                        yield break;
                    }

                    lost = item.Closed?.Text ?? lost;
                    foreach (var happened in _known.Take(item))
                        yield return happened;
                }

                lost = _lost ?? lost;
            }

            yield return new ListEvent.Reconnecting(lost);
            var (again, refused) = await ConnectAgain(cancellationToken);
            if (refused is not null)
            {
                yield return new ListEvent.Closed(refused);
                yield break;
            }

            link = again!;
        }
    }

    /// <summary>The next item; null when the connection has nothing more.</summary>
    private async ValueTask<MeItem?> Next(IAsyncEnumerator<MeItem> items)
    {
        try
        {
            if (!await items.MoveNextAsync())
                return null;
            if (items.Current.Present is not null)
                (_signInEnded, _lost) = (false, null);
            _gateways.WasOfUse();
            return items.Current;
        }
        catch (ConnectionLostException lost)
        {
            _lost = lost.Message;
            return null;
        }
    }

    /// <summary>Whether the same may be had on another connection. One that ends with its sign-in is made again with a new token, once.</summary>
    private bool MayPass(Refusal closed)
    {
        if (closed.Reason is Reason.GatewayLeaving or Reason.ClusterUnreachable)
            _gateways.MoveOn();
        var renews = closed.Reason == Reason.TokenExpired && !_signInEnded;
        _signInEnded |= renews;
        return renews || Reasons.Of(closed.Reason).Retry;
    }

    private async Task<(HubLink? Link, Refusal? Refused)> ConnectAgain(CancellationToken cancellationToken)
    {
        try
        {
            return (await _gateways.TryFor(_options.GiveUpAfter, Connect, cancellationToken), null);
        }
        catch (RefusedException refused)
        {
            return (null, refused.Refusal);
        }
        catch (Exception failure) when (failure is ServerUnreachableException or ConnectionLostException)
        {
            return (null, new Refusal(Reason.ServerStopping, $"Given up after {_options.GiveUpAfter.TotalSeconds:0} s without a connection. {failure.Message}"));
        }
    }

    private Task<HubLink> Connect(Uri server, CancellationToken cancellationToken) => _transport.Connect(server, Hubs.Me.Path, cancellationToken);
}
