using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using SessionShare.Gateway.Access;
using SessionShare.Gateway.Audit;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.Leaving;
using SessionShare.Gateway.Rates;
using SessionShare.Gateway.SignIn;
using SessionShare.Gateway.Telemetry;
using SessionShare.Grains.Sessions;
using SessionShare.Grains.Telemetry;
using SessionShare.Protocol;
using SessionShare.Silo.Cluster;

namespace SessionShare.Gateway.Sharing;

/// <summary>The hub of sharers' clients: docs/protocol.md, section 4. Who is not signed in gets one answer to everything.</summary>
internal sealed class SharerHub(
    IGrainFactory grains,
    GrainCalls calls,
    ClusterLink link,
    Departures departures,
    LinkFactory links,
    AuditRecorder audit,
    IOptions<RateOptions> rates,
    GatewayInstruments instruments,
    Traffic traffic,
    TimeProvider time,
    ILogger<SharerHub> logger) : Hub
{
    private const long MostSeconds = RuleTime.MostSeconds;

    private static readonly object Key = new();

    private Sharer? Sharer
    {
        get => Context.Items.TryGetValue(Key, out var sharer) ? (Sharer?)sharer : null;
        set => Context.Items[Key] = value;
    }

    public async Task<ShareReply> Share(ShareRequest request)
    {
        if (FaultOf(request) is { } fault)
            return new ShareReply(fault, null);
        if (departures.HaveBegun)
            return new ShareReply(Refusal.Of(Reason.GatewayLeaving), null);
        if (Callers.Of(Context.User!) is not { } user)
            return new ShareReply(Refusal.Of(Reason.SignInRequired), null);

        var session = request.Session.ToString();
        using var span = Tracing.Asked(request.Epoch is null && !request.Resume ? "share" : "resume", session);
        var now = time.GetUtcNow();
        var allow = (request.Allow ?? []).Select(rule => new EmailRuleValue(rule.Email, rule.Role, RuleTime.Until(now, rule.ForSeconds))).ToArray();
        var call = new ShareCall(
            user,
            request.Epoch,
            request.Title ?? "",
            request.Size.Columns,
            request.Size.Rows,
            allow,
            request.Link,
            Seconds(request.KeepSeconds),
            request.Idle is { } idle ? new IdleRuleValue(Seconds(idle.EditSeconds), Seconds(idle.EndSeconds)) : null,
            request.Resume,
            request.Team,
            RuleTime.Until(now, request.TeamForSeconds),
            RuleTime.Until(now, request.LinkForSeconds),
            Context.GetHttpContext()?.Peer(),
            request.Process,
            request.Attempt,
            request.Approves);
        // A client that is gone has asked elsewhere meanwhile: asking on here would take the session from it.
        var answer = await calls.Try(
            session,
            () => Context.ConnectionAborted.IsCancellationRequested
                ? Task.FromResult(ShareAnswer.Refuse(RefusalValue.Of(Reason.ServerStopping)))
                : grains.Find<ISessionGrain>(session).Share(call),
            ShareAnswer.Refuse);
        span.Ends(answer.Refused?.Reason);
        if (answer.Refused is { } refused)
        {
            audit.ShareRefused(call, session, refused.Reason);
            return new ShareReply(refused.ToWire(), null);
        }

        var grain = grains.Find<ISessionGrain>(session);
        Sharer = new Sharer(session, answer.Epoch, answer.Attachment, grain, secret => links.LinkFor(request.Session, secret), calls, link, departures.Arrive(Context.SignInEnd()), rates.Value, instruments, traffic, time, logger);
        if (request.Epoch is not null)
            instruments.OnSharerResumed();
        var address = links.LinkFor(request.Session, answer.LinkSecret);
        return new ShareReply(
            null,
            new Shared(
                answer.Epoch, answer.Attachment, answer.Next, address, answer.Limits!.ToWire(), answer.Roster!.ToWire(), answer.StartedAt, answer.NextBlock));
    }

    public IAsyncEnumerable<ControlItem> Control(ControlRequest? request, CancellationToken cancellationToken)
    {
        if (Sharer is not { } sharer)
            return Only.Item(new ControlItem { Refused = ShareFirst() });
        return request is null ? Only.Item(new ControlItem { Refused = Malformed.Missing() }) : sharer.Control(request, cancellationToken);
    }

    public async Task Append(AppendRequest? request)
    {
        if (Sharer is { } sharer && request is not null)
            await sharer.Append(request);
    }

    public async Task ControlSeen(long number)
    {
        if (Sharer is { } sharer)
            await sharer.Seen(number);
    }

    public async Task RunAnswered(RunAnswer? answer)
    {
        if (Sharer is { } sharer && answer is not null)
            await sharer.RunAnswered(answer);
    }

    public async Task HoldTyping(bool held)
    {
        if (Sharer is { } sharer)
            await sharer.HoldTyping(held);
    }

    public async Task<EndReply> End(EndRequest? request)
    {
        if (Sharer is not { } sharer)
            return new EndReply(ShareFirst());
        if (request is null)
            return new EndReply(Malformed.Missing());

        var call = new EndCall(sharer.Epoch, sharer.Attachment, request.Last, request.Reason, request.ExitCode);
        var grain = grains.Find<ISessionGrain>(sharer.Session);
        var refusal = await calls.Try<RefusalValue?>(sharer.Session, () => grain.End(call), refused => refused);
        return new EndReply(refusal?.ToWire());
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (Sharer is { } sharer)
            await sharer.DisposeAsync();
    }

    private Refusal? FaultOf(ShareRequest? request)
    {
        if (request is null)
            return Malformed.Missing();
        if (request.Version != WireLimits.ProtocolVersion)
            return Refusal.Of(Reason.VersionMismatch, $"The server speaks {WireLimits.ProtocolVersion}, the client {request.Version}.");
        if (Sharer is not null)
            return Refusal.Of(Reason.InvalidRequest, "This connection shares already.");
        if (request.Session == default)
            return Refusal.Of(Reason.InvalidRequest, "The session id is missing.");
        if (request.Process is { } process && (!Base62.IsValid(process) || request.Attempt < 1))
            return Refusal.Of(Reason.InvalidRequest, "process is 22 characters of 0-9A-Za-z, and attempt at least 1.");
        if (request.KeepSeconds is < 0 or > MostSeconds || request.Idle is { EditSeconds: < 0 or > MostSeconds } or { EndSeconds: < 0 or > MostSeconds })
            return Refusal.Of(Reason.InvalidRequest, $"keepSeconds and the idle times are 0 to {MostSeconds} seconds.");
        if (!RuleTime.IsRight(request.TeamForSeconds) || !RuleTime.IsRight(request.LinkForSeconds) || !(request.Allow ?? []).All(rule => RuleTime.IsRight(rule?.ForSeconds)))
            return RuleTime.Fault();
        return (request.Allow ?? []).Any(rule => rule?.Email is null) ? Refusal.Of(Reason.InvalidRequest, "A rule of allow has no email.") : null;
    }

    private static TimeSpan? Seconds(long? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;

    private static Refusal ShareFirst() => Refusal.Of(Reason.InvalidRequest, "Share first.");
}
