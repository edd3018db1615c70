using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Audit;

/// <summary>
/// What the audit hears of from gateways: sign-ins, and who was sent away before there was a session. Nobody waits for it; what is not told yet is lost with the
/// process.
/// </summary>
internal sealed partial class AuditRecorder(
    IGrainFactory grains, IOptions<AuditOptions> options, AuditInstruments instruments, RandomNumberGenerator random, TimeProvider time, ILogger<AuditRecorder> logger)
{
    /// <summary>Entries held for one organization.</summary>
    private const int MostHeld = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Telling> _tellings = new(StringComparer.Ordinal);

    /// <summary>A viewer asked for a session that there is not, or was refused so often that it is not heard for a while.</summary>
    public void JoinRefused(JoinCall call, string session, Reason reason) => Record(call.User, new AuditValue
    {
        Kind = AuditKind.JoinRefused,
        Session = session,
        Actor = AuditPersonValue.Of(call.User, call.GuestName),
        Address = call.Address,
        Reason = reason,
    });

    /// <summary>A share was refused; not when it may simply be tried again.</summary>
    public void ShareRefused(ShareCall call, string session, Reason reason)
    {
        if (!Reasons.Of(reason).Retry)
            Record(call.User, new AuditValue { Kind = AuditKind.ShareRefused, Session = session, Actor = AuditPersonValue.Of(call.User), Address = call.Address, Reason = reason });
    }

    /// <summary>Records what a person, or somebody unknown, did.</summary>
    public void Record(UserIdentity? user, AuditValue entry)
    {
        if (!options.Value.IsOn())
            return;
        var organization = options.Value.OrganizationOf(user);
        lock (_gate)
        {
            if (!_tellings.TryGetValue(organization, out var telling))
                _tellings[organization] = telling = new Telling(new AuditTrail(MostHeld));
            var wasLosing = telling.Trail.Loses;
            if (!telling.Trail.Add(entry with { Id = Base62.New(random), At = time.GetUtcNow() }))
            {
                instruments.OnLost(1);
                if (!wasLosing)
                    LogLost(organization);
            }

            if (telling.Task.IsCompleted)
                telling.Task = Tell(organization, telling.Trail);
        }
    }

    /// <summary>Everything is told; fails with the token.</summary>
    public Task Told(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.WhenAll(_tellings.Values.Select(telling => telling.Task)).WaitAsync(cancellationToken);
    }

    private async Task Tell(string organization, AuditTrail trail)
    {
        await Task.Yield();
        var retry = AuditSending.FirstRetry;
        while (Next(trail) is { Length: > 0 } batch)
        {
            if (await Send(organization, batch))
            {
                instruments.OnStored(batch.Length);
                retry = AuditSending.FirstRetry;
                lock (_gate)
                    trail.Told(batch);
                continue;
            }

            instruments.OnFailed();
            await Task.Delay(retry, time);
            retry = AuditSending.Longer(retry);
        }
    }

    private AuditValue[] Next(AuditTrail trail)
    {
        lock (_gate)
            return trail.Next(Base62.New(random));
    }

    private async Task<bool> Send(string organization, AuditValue[] batch)
    {
        try
        {
            return await AuditSending.Send(key => grains.Find<IAuditGrain>(key), organization, time.GetUtcNow(), batch);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFailed(organization, fault.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit of {Organization}: it could not be told; it is tried again: {Fault}")]
    private partial void LogFailed(string organization, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Audit of {Organization}: it can't be told for so long that entries are lost from here on; how many will be an entry itself.")]
    private partial void LogLost(string organization);

    /// <summary>One organization's entries, and the loop that tells them while there are any.</summary>
    private sealed class Telling(AuditTrail trail)
    {
        public AuditTrail Trail => trail;

        public Task Task { get; set; } = Task.CompletedTask;
    }
}
