using System.Security.Cryptography;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>Asks to be let into a session, and waits for the answer over lost connections.</summary>
internal sealed class AccessAsk(ISessionTransport transport, WatchOptions options, Role role)
{
    private readonly Gateways _gateways = new(options.Servers, options.AttemptTimeout, options.TimeProvider, options.Random);
    private readonly AskRequest _request = new(WireLimits.ProtocolVersion, options.Session, options.LinkSecret, role, Base62.Encode(RandomNumberGenerator.GetBytes(16)));

    /// <summary>The role that was granted.</summary>
    /// <param name="waits">Called when it stands for the first time.</param>
    public async Task<Role> Run(Action waits, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            Task<Standing> Begin(Uri server, CancellationToken attempt) => Stand(server, attempt, cancellationToken);
            await using var standing = isFirst ? await _gateways.TryOnce(Begin, cancellationToken) : await _gateways.TryFor(options.GiveUpAfter, Begin, cancellationToken);
            if (isFirst && standing.Granted is null)
                waits();
            try
            {
                return standing.Granted ?? await standing.Answer();
            }
            catch (ConnectionLostException)
            {
                // It is asked again under the same name.
            }
            catch (RefusedException refused) when (Reasons.Of(refused.Refusal.Reason).Retry)
            {
                _gateways.MoveOn();
            }
        }
    }

    private async Task<Standing> Stand(Uri server, CancellationToken attempt, CancellationToken cancellationToken)
    {
        var connection = await transport.ConnectViewer(server, attempt);
        var standing = new Standing(connection, connection.Ask(_request, cancellationToken).GetAsyncEnumerator(cancellationToken));
        try
        {
            await standing.Begin(attempt);
            return standing;
        }
        catch
        {
            await standing.DisposeAsync();
            throw;
        }
    }

    /// <summary>One connection over which it stands.</summary>
    private sealed class Standing(IViewerConnection connection, IAsyncEnumerator<AskItem> items) : IAsyncDisposable
    {
        private Task<bool>? _next;

        /// <summary>Let in at once; null: it stands.</summary>
        public Role? Granted { get; private set; }

        public async Task Begin(CancellationToken attempt)
        {
            _next = items.MoveNextAsync().AsTask();
            Granted = Read(await _next.WaitAsync(attempt));
            _next = null;
        }

        public async Task<Role> Answer()
        {
            while (true)
            {
                _next = items.MoveNextAsync().AsTask();
                if (Read(await _next) is { } role)
                    return role;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await connection.DisposeAsync();
            if (_next is not null)
                await _next.Settled();
            await items.DisposeAsync();
        }

        private Role? Read(bool has) => !has ? throw new ConnectionLostException("The server is stopping.")
            : items.Current is { Refused: { } refused } ? throw new RefusedException(refused)
            : items.Current.Granted;
    }
}
