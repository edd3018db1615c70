using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.Rates;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Audit;

/// <summary>Sign-ins, for the audit.</summary>
internal sealed class SignInAudit(AuditRecorder recorder, Attempts attempts, TimeProvider time)
{
    /// <summary>People and addresses remembered of a day; beyond, sign-ins are told again.</summary>
    private const int MostSeen = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<(string User, string? Address)> _seen = [];
    private DateOnly _day;

    /// <summary>Somebody signed in here.</summary>
    public void SignedIn(HttpContext context, UserIdentity user) =>
        recorder.Record(user, new AuditValue { Kind = AuditKind.SignedIn, Actor = AuditPersonValue.Of(user), Address = context.Peer() });

    /// <summary>Somebody comes with a sign-in: told of once a UTC day, person and address.</summary>
    public void SeenToday(HttpContext context, UserIdentity user)
    {
        lock (_gate)
        {
            var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            if (day != _day || _seen.Count >= MostSeen)
                _seen.Clear();
            _day = day;
            if (!_seen.Add((user.User, context.Peer())))
                return;
        }

        SignedIn(context, user);
    }

    /// <summary>A sign-in was refused. Who is refused too often is not heard for a while, and told of once.</summary>
    /// <param name="email">Whom it claimed to be, where it did.</param>
    /// <param name="isCode">It was tried with a code.</param>
    public void SignInRefused(HttpContext context, Reason reason, string? email = null, bool isCode = false)
    {
        if (attempts.SignInRefused(context, reason, isCode) is not { } told)
            return;
        recorder.Record(null, new AuditValue
        {
            Kind = AuditKind.SignInRefused,
            Actor = email is null ? null : new AuditPersonValue(null, email),
            Address = context.Peer(),
            Reason = told,
        });
    }

    /// <summary>The operator invites somebody.</summary>
    public void Invited(HttpContext context, string email, DateTimeOffset until) => recorder.Record(null, new AuditValue
    {
        Kind = AuditKind.Invited,
        Whom = new AuditPersonValue(null, email),
        Until = until,
        Address = context.Peer(),
    });
}
