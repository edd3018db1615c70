using System.Runtime.CompilerServices;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Servers;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Review;

/// <summary>A session's history, read as a recorder reads: what is stored, all of it, also through lost connections. It ends where the session stood when it was opened.</summary>
internal sealed class SessionHistory : IAsyncDisposable
{
    /// <summary>The protocol's most.</summary>
    private const int BlocksAtOnce = 500;

    private readonly AskedServer _server;
    private readonly WatchedSession _session;
    private readonly IAsyncEnumerator<WatchedEvent> _events;
    private readonly TextWriter _say;

    private SessionHistory(AskedServer server, WatchedSession session, TextWriter say, CancellationToken cancellationToken) =>
        (_server, _session, _events, _say) = (server, session, session.Watch(cancellationToken).GetAsyncEnumerator(cancellationToken), say);

    /// <summary>The session as it was when this was opened.</summary>
    public Present Present { get; private set; } = null!;

    /// <summary>Opens a session's history from some place on, or from its oldest frame where it is younger.</summary>
    /// <exception cref="RefusedException">The server refuses.</exception>
    /// <exception cref="CliFailure">There is no server to ask.</exception>
    public static async Task<SessionHistory> Open(SessionTarget target, IReadOnlyList<Uri>? servers, WatchFrom from, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var server = await target.Server(surroundings, servers, cancellationToken);
        try
        {
            var options = new WatchOptions
            {
                Servers = server.Gateway.Addresses,
                Session = target.Session,
                LinkSecret = target.Link?.Secret,
                Recorder = true,
                From = from,
                MayType = false,
                TimeProvider = surroundings.Time,
            };
            var transport = server.Gateway.Transport(surroundings);
            var session = await server.Gateway.Call(() => WatchedSession.Join(transport, options, cancellationToken));
            var history = new SessionHistory(server, session, surroundings.Error, cancellationToken);
            await history.Begin();
            return history;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Its blocks, in order.</summary>
    public async IAsyncEnumerable<Block> Blocks([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = 1; next <= Present.NewestBlock;)
        {
            var page = await _session.Blocks(next, BlocksAtOnce, cancellationToken);
            if (page.Count == 0)
                yield break;
            foreach (var block in page)
                yield return block;
            next = page[^1].Number + 1;
        }
    }

    /// <summary>The block of that number.</summary>
    /// <exception cref="CliFailure">There is none.</exception>
    public async Task<Block> Block(int number, CancellationToken cancellationToken)
    {
        if (await _session.Blocks(number, 1, cancellationToken) is [var block] && block.Number == number)
            return block;
        throw new CliFailure(Reasons.Exit.Failed, Present.NewestBlock == 0
            ? $"The session has no block {number}: no command has run in it."
            : number > Present.NewestBlock ? $"The session has no block {number}: its newest is {Present.NewestBlock}." : $"Block {number} is not in the session's history any more.");
    }

    /// <summary>The frames, in order. To be read once.</summary>
    /// <param name="through">The last that is wanted; null: all.</param>
    public async IAsyncEnumerable<Frame> Frames(long? through)
    {
        var last = Math.Min(through ?? long.MaxValue, Present.Durable);
        for (var at = Present.Oldest - 1; at < last && await _events.MoveNextAsync();)
        {
            foreach (var frame in Of(_events.Current))
            {
                if (frame.Sequence > last)
                    yield break;
                at = frame.Sequence;
                yield return frame;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        await _session.DisposeAsync();
        _server.Dispose();
    }

    private async Task Begin()
    {
        while (await _events.MoveNextAsync())
        {
            if (_events.Current is WatchedEvent.Present present)
            {
                Present = present.Session;
                return;
            }
            Of(_events.Current);
        }
    }

    private List<Frame> Of(WatchedEvent happened)
    {
        var frames = new List<Frame>();
        switch (happened)
        {
            case WatchedEvent.Frames some:
                foreach (var frame in some)
                    frames.Add(frame);
                break;
            case WatchedEvent.Missed missed:
                _say.WriteLine($"Frames {missed.First} to {missed.Last} are missing: the server has deleted them.");
                break;
            case WatchedEvent.Lagging rolled:
                _say.WriteLine($"Frames {rolled.First} to {rolled.Last} are missing: the session rolls, and they left it before they were read.");
                break;
            case WatchedEvent.Closed closed:
                throw new RefusedException(closed.Why);
        }
        return frames;
    }
}
