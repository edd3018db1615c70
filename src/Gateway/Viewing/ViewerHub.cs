using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using SessionShare.Gateway.Audit;
using SessionShare.Gateway.Feeds;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.Leaving;
using SessionShare.Gateway.Rates;
using SessionShare.Gateway.SignIn;
using SessionShare.Gateway.Streams;
using SessionShare.Gateway.Telemetry;
using SessionShare.Grains.Sessions;
using SessionShare.Grains.Telemetry;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Viewing;

/// <summary>The hub of viewers' clients: docs/protocol.md, section 5. A connection without a sign-in is a guest.</summary>
internal sealed partial class ViewerHub(
    IGrainFactory grains,
    GrainCalls calls,
    FeedRegistry feeds,
    ConnectedParticipants connected,
    Departures departures,
    OpenViewers open,
    GatewayIdentity gateway,
    AuditRecorder audit,
    Attempts attempts,
    IOptions<RateOptions> rates,
    GatewayInstruments instruments,
    Traffic traffic,
    TimeProvider time,
    RandomNumberGenerator random) : Hub
{
    private static readonly object Key = new();

    private Viewer? Viewer
    {
        get => Context.Items.TryGetValue(Key, out var viewer) ? (Viewer?)viewer : null;
        set => Context.Items[Key] = value;
    }

    public async Task<JoinReply> Join(JoinRequest request)
    {
        if (FaultOf(request) is { } fault)
            return new JoinReply(fault, null);
        if (departures.HaveBegun)
            return new JoinReply(Refusal.Of(Reason.GatewayLeaving), null);

        var session = request.Session.ToString();
        using var span = Tracing.Asked(request.Rejoin is null ? "join" : "resume", session);
        var key = request.Rejoin ?? new ParticipantKey(Base62.New(random), Base62.New(random));
        var call = new JoinCall(
            gateway.Name,
            Callers.Of(Context.User!),
            request.Name,
            request.LinkSecret,
            key.Participant,
            key.Secret,
            Context.ConnectionId,
            request.Rejoin is not null,
            Context.GetHttpContext()?.Peer(),
            time.GetUtcNow());
        if (attempts.RefuseJoin(call) is { } tooMany)
            return new JoinReply(tooMany, null);
        var answer = await calls.Try(session, () => Grain(session).Join(call), JoinAnswer.Refuse);
        span.Ends(answer.Refused?.Reason);
        if (answer.Refused is { } refused)
        {
            if (answer.IsUnknown)
                audit.JoinRefused(call, session, Reason.UnknownOrForbidden);
            if (refused.Reason == Reason.UnknownOrForbidden && attempts.JoinRefused(call))
                audit.JoinRefused(call, session, Reason.RateLimit);
            return new JoinReply(refused.ToWire(), null);
        }

        connected.Add(session, call);
        open.Add();
        var viewer = new Viewer(
            session, call, answer.RosterVersion, await feeds.Open(session), departures.Arrive(Context.SignInEnd()), new MessageRate(rates.Value.Signals, "messages", instruments, time), instruments, traffic.Came(session), time);
        Viewer = viewer;
        Came(viewer);
        return new JoinReply(null, new Joined(key, answer.Role, answer.Title, answer.TypedThrough));
    }

    public async IAsyncEnumerable<AskItem> Ask(AskRequest? request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (FaultOf(request) is { } fault)
        {
            yield return new AskItem { Refused = fault };
            yield break;
        }

        var session = request!.Session.ToString();
        var call = new AskCall(request.Ask, Callers.Of(Context.User!), request.LinkSecret, request.Role, Context.GetHttpContext()?.Peer());
        var guess = new JoinCall(gateway.Name, call.User, null, null, "", "", "", false, call.Address);
        if (attempts.RefuseJoin(guess) is { } tooMany)
        {
            yield return new AskItem { Refused = tooMany };
            yield break;
        }

        await using var answers = new Answers(Grain(session).AskAccess(call, cancellationToken), cancellationToken);
        while (await answers.Next() is var item)
        {
            if (item.Refused?.Reason == Reason.UnknownOrForbidden)
                attempts.JoinRefused(guess);
            yield return item;
            if (item.Waits is null)
                yield break;
        }
    }

    public IAsyncEnumerable<WatchItem> Watch(WatchRequest? request, CancellationToken cancellationToken)
    {
        if (Viewer is not { } viewer)
            return Only.Item(new WatchItem { Closed = Refusal.Of(Reason.InvalidRequest, "Join first.") });
        if (request is null)
            return Only.Item(new WatchItem { Closed = Malformed.Missing() });
        return request.After < 0
            ? Only.Item(new WatchItem { Closed = Refusal.Of(Reason.InvalidRequest, "after is 0, a sequence, or null.") })
            : viewer.Watch(request, cancellationToken);
    }

    public void Seen(long sequence) => Viewer?.Seen(sequence);

    public async Task<TypeReply> Type(TypeRequest? request)
    {
        if (Viewer is not { } viewer)
            return new TypeReply(Refusal.Of(Reason.InvalidRequest, "Join first."));
        if (request is null)
            return new TypeReply(Malformed.Missing());
        if (viewer.Rate.Take() is { } tooMany)
            return new TypeReply(tooMany);

        var call = new TypeCall(viewer.Call.Participant, viewer.Call.Connection, request.Number, request.Bytes, request.Oldest, request.Epoch);
        var answer = await calls.Try(viewer.Session, () => Grain(viewer.Session).Input(call), refused => new InputAnswer(refused));
        return new TypeReply(Told(viewer, answer.Refused), answer.Written, answer.Epoch);
    }

    public async Task<ResizeReply> Resize(ResizeRequest? request)
    {
        if (Viewer is not { } viewer)
            return new ResizeReply(Refusal.Of(Reason.InvalidRequest, "Join first."));
        if (request is null)
            return new ResizeReply(Malformed.Missing());
        if (viewer.Rate.Take() is { } tooMany)
            return new ResizeReply(tooMany);

        var call = new ResizeCall(viewer.Call.Participant, viewer.Call.Connection, request.Size.Columns, request.Size.Rows);
        connected.Change(viewer.Session, viewer.Call, known => known with { Columns = call.Columns, Rows = call.Rows });
        var refusal = await calls.Try<RefusalValue?>(viewer.Session, () => Grain(viewer.Session).Resize(call), refused => refused);
        return new ResizeReply(Told(viewer, refusal));
    }

    /// <summary>A session that has just moved does not know who is connected here until this gateway has said so again: whoever is in is asked for patience.</summary>
    private static Refusal? Told(Viewer viewer, RefusalValue? refusal) =>
        refusal?.Reason == Reason.UnknownOrForbidden && viewer.IsIn ? Refusal.Of(Reason.Busy) : refusal?.ToWire();

    public Task<RoleReply> RequestRole(RoleRequest? request) =>
        request is null ? Task.FromResult(new RoleReply(Malformed.Missing()))
        : request.Role is Role.Edit or Role.Manage ? Ask(request.Role, (grain, call) => grain.RequestRole(call))
        : Task.FromResult(new RoleReply(Refusal.Of(Reason.InvalidRequest, "edit or manage can be asked for.")));

    public Task<RoleReply> CancelRequest() => Ask(Role.None, (grain, call) => grain.RequestRole(call));

    public Task<RoleReply> HandBack() => Ask(Role.View, (grain, call) => grain.HandBack(call));

    public async Task<BlocksReply> Blocks(BlocksRequest? request)
    {
        if (Viewer is not { } viewer)
            return new BlocksReply(Refusal.Of(Reason.InvalidRequest, "Join first."), []);
        if (request is null)
            return new BlocksReply(Malformed.Missing(), []);
        if (viewer.Rate.Take() is { } tooMany)
            return new BlocksReply(tooMany, []);
        if (viewer.Lease.Feed.Signals.Roster is { } roster && viewer.IsOut(roster))
            return new BlocksReply(Refusal.Of(Reason.AccessEnded), []);
        if (request.From < 1 || request.Count is < 1 or > 500)
            return new BlocksReply(Refusal.Of(Reason.InvalidRequest, "from is at least 1, count is 1 to 500."), []);

        return await calls.Try(
            viewer.Session,
            async () =>
            {
                var page = await Grain(viewer.Session).Blocks(request.From, request.Count);
                return new BlocksReply(null, [.. page.Blocks.Select(block => block.ToWire())]);
            },
            refused => new BlocksReply(refused.ToWire(), []));
    }

    public async Task<FramesReply> Frames(FramesRequest? request)
    {
        if (Viewer is not { } viewer)
            return new FramesReply(Refusal.Of(Reason.InvalidRequest, "Join first."), null);
        if (request is null)
            return new FramesReply(Malformed.Missing(), null);
        if (viewer.Rate.Take() is { } tooMany)
            return new FramesReply(tooMany, null);
        if (viewer.Lease.Feed.Signals.Roster is { } roster && viewer.IsOut(roster))
            return new FramesReply(Refusal.Of(Reason.AccessEnded), null);
        if (request.After < 0)
            return new FramesReply(Refusal.Of(Reason.InvalidRequest, "after is at least 0."), null);

        return await viewer.Read(request);
    }

    public Task Leave() => Gone(forGood: true);

    public override Task OnDisconnectedAsync(Exception? exception) => Gone(forGood: false);

    private async Task<RoleReply> Ask(Role role, Func<ISessionGrain, RoleCall, Task<RefusalValue?>> ask)
    {
        if (Viewer is not { } viewer)
            return new RoleReply(Refusal.Of(Reason.InvalidRequest, "Join first."));
        if (viewer.Rate.Take() is { } tooMany)
            return new RoleReply(tooMany);

        var call = new RoleCall(viewer.Call.Participant, viewer.Call.Connection, role);
        var refusal = await calls.Try<RefusalValue?>(viewer.Session, () => ask(Grain(viewer.Session), call), refused => refused);
        return new RoleReply(refusal?.ToWire());
    }

    private void Came(Viewer viewer)
    {
        instruments.OnViewerCame();
        viewer.Traffic.Came(viewer);
        if (viewer.Call.Rejoin)
            instruments.OnViewerResumed();
    }

    private async Task Gone(bool forGood)
    {
        if (Viewer is not { } viewer)
            return;

        Viewer = null;
        open.Remove();
        instruments.OnViewerLeft();
        viewer.Traffic.Left(viewer);
        traffic.Left(viewer.Session);
        viewer.Stay.Dispose();
        connected.Remove(viewer.Session, viewer.Call);
        var call = new LeaveCall(viewer.Call.Participant, viewer.Call.Connection, forGood);
        await calls.Try(
            viewer.Session,
            async () =>
            {
                await Grain(viewer.Session).Leave(call);
                return true;
            },
            _ => false);
        await viewer.Lease.DisposeAsync();
    }

    private ISessionGrain Grain(string session) => grains.Find<ISessionGrain>(session);

    private Refusal? FaultOf(JoinRequest? request)
    {
        if (request is null)
            return Malformed.Missing();
        if (request.Version != WireLimits.ProtocolVersion)
            return Refusal.Of(Reason.VersionMismatch, $"The server speaks {WireLimits.ProtocolVersion}, the client {request.Version}.");
        if (Viewer is not null)
            return Refusal.Of(Reason.InvalidRequest, "This connection has joined already.");
        if (request.Session == default)
            return Refusal.Of(Reason.InvalidRequest, "The session id is missing.");
        if (request.Name is { Length: > WireLimits.NameLength })
            return Refusal.Of(Reason.InvalidRequest, $"A name has at most {WireLimits.NameLength} characters.");
        if (request.Rejoin is { } key && !(Base62.IsValid(key.Participant) && Base62.IsValid(key.Secret)))
            return Refusal.Of(Reason.InvalidRequest, "rejoin is not a key that a server gave.");
        return null;
    }

    private Refusal? FaultOf(AskRequest? request)
    {
        if (request is null)
            return Malformed.Missing();
        if (request.Version != WireLimits.ProtocolVersion)
            return Refusal.Of(Reason.VersionMismatch, $"The server speaks {WireLimits.ProtocolVersion}, the client {request.Version}.");
        if (Viewer is not null)
            return Refusal.Of(Reason.InvalidRequest, "This connection has joined: ask for a role.");
        if (departures.HaveBegun)
            return Refusal.Of(Reason.GatewayLeaving);
        if (request.Session == default)
            return Refusal.Of(Reason.InvalidRequest, "The session id is missing.");
        return Base62.IsValid(request.Ask) ? null : Refusal.Of(Reason.InvalidRequest, "ask is 22 characters of base62.");
    }
}
