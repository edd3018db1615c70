using Microsoft.Extensions.Options;
using SessionShare.Gateway.Hosts;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Rates;

/// <summary>Guessing of codes and proofs, and of sessions and links, at this gateway: how much of it is borne.</summary>
internal sealed class Attempts(IOptions<RateOptions> options, TimeProvider time)
{
    private readonly RefusedAttempts _signIns = new(options.Value.RefusedSignIns, time);
    private readonly RefusedAttempts _tokens = new(options.Value.RefusedSignIns, time);
    private readonly RefusedAttempts _joins = new(options.Value.RefusedJoins, time);

    /// <summary>Why somebody may try no code just now; null: may. Proofs and tokens are too long to be guessed, and whoever tries them keeps nobody else off.</summary>
    public Refusal? RefuseCode(HttpContext context) => _signIns.IsFull(PartitionOf(context))
        ? Refusal.Of(Reason.RateLimit, $"{_signIns.PerMinute} sign-ins from this address were refused within a minute; try again in a minute.")
        : null;

    /// <summary>A sign-in was refused.</summary>
    /// <param name="isCode">It was tried with a code.</param>
    /// <returns>What the audit is to hear: the reason, <see cref="Reason.RateLimit"/> where it hears of no more for the rest of the minute, or null.</returns>
    public Reason? SignInRefused(HttpContext context, Reason reason, bool isCode)
    {
        var (attempts, partition) = (isCode ? _signIns : _tokens, PartitionOf(context));
        if (attempts.IsFull(partition))
            return null;
        return attempts.Refused(partition) ? Reason.RateLimit : reason;
    }

    /// <summary>Why somebody may not try to join just now; null: may. Who is signed in counts as that person, wherever they come from, and others by their address.</summary>
    public Refusal? RefuseJoin(JoinCall call) => _joins.IsFull(PartitionOf(call))
        ? Refusal.Of(Reason.RateLimit, $"{_joins.PerMinute} of your attempts to join were refused within a minute; try again in a minute.")
        : null;

    /// <summary>An attempt to join was refused. True: from now on all are, for the rest of the minute.</summary>
    public bool JoinRefused(JoinCall call) => _joins.Refused(PartitionOf(call));

    private static string? PartitionOf(HttpContext context) => PeerAddress.NetworkOf(context.Peer());

    private static string? PartitionOf(JoinCall call) => call.User?.User ?? PeerAddress.NetworkOf(call.Address);
}
