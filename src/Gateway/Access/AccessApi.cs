using SessionShare.Gateway.Api;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.SignIn;
using SessionShare.Grains.Sessions;
using SessionShare.Grains.Telemetry;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Access;

/// <summary>Who has access to a session, and its rules, for its sharer and those who manage it: docs/protocol.md, section 8.</summary>
internal sealed class AccessApi(IGrainFactory grains, GrainCalls calls, LinkFactory links, TimeProvider time)
{
    /// <summary>GET api/sessions/{session}/access.</summary>
    public Task Get(HttpContext context) => Answer(context, (grain, user) => grain.Access(user));

    /// <summary>POST api/sessions/{session}/access.</summary>
    public async Task Change(HttpContext context)
    {
        var change = await context.Request.Read(ApiJson.Default.AccessChange);
        var (call, fault) = CallOf(change, Callers.Of(context.User)!, context.Peer());
        if (call is null)
            await context.Refuse(fault!);
        else
            await Answer(context, async (grain, _) =>
            {
                using var span = Tracing.Asked("grant", context.GetRouteValue("session") as string ?? "");
                var answer = await grain.ChangeAccess(call);
                span.Ends(answer.Refused?.Reason);
                return answer;
            });
    }

    /// <summary>GET api/sessions/{session}/people.</summary>
    public async Task People(HttpContext context)
    {
        if (!SessionId.TryParse(context.GetRouteValue("session") as string, out var session))
        {
            await context.Refuse(Reason.UnknownOrForbidden);
            return;
        }

        var (id, user) = (session.ToString(), Callers.Of(context.User)!);
        var answer = await calls.Try(id, () => grains.Find<ISessionGrain>(id).People(user), PeopleAnswer.Refuse);
        if (answer.Refused is { } refused)
            await context.Refuse(refused.ToWire());
        else
            await context.Response.WriteAsJsonAsync(answer.ToWire(), ApiJson.Default.IReadOnlyListPersonInSession, cancellationToken: context.RequestAborted);
    }

    private async Task Answer(HttpContext context, Func<ISessionGrain, UserIdentity, Task<AccessAnswer>> ask)
    {
        if (!SessionId.TryParse(context.GetRouteValue("session") as string, out var session))
        {
            await context.Refuse(Reason.UnknownOrForbidden);
            return;
        }

        var (id, user) = (session.ToString(), Callers.Of(context.User)!);
        var answer = await calls.Try(id, () => ask(grains.Find<ISessionGrain>(id), user), AccessAnswer.Refuse);
        if (answer.Refused is { } refused)
            await context.Refuse(refused.ToWire());
        else
            await context.Response.WriteAsJsonAsync(WireOf(session, answer.Access!), ApiJson.Default.Access, cancellationToken: context.RequestAborted);
    }

    /// <summary>The change that is asked for, or what is wrong with the union.</summary>
    private (AccessCall? Call, Refusal? Fault) CallOf(AccessChange? change, UserIdentity user, string? address)
    {
        object?[] members = [change?.Allow, change?.Team, change?.Link, change?.Revoke, change?.RevokeAll, change?.Remove, change?.Grant, change?.Refuse];
        if (members.Count(member => member is not null) != 1 || change!.RevokeAll == false)
            return (null, Refusal.Of(Reason.InvalidRequest, "A change of access sets one of allow, team, link, revoke, revokeAll, remove, grant and refuse."));

        var seconds = change.Allow?.ForSeconds ?? change.Team?.ForSeconds ?? change.Link?.ForSeconds ?? change.Grant?.ForSeconds;
        if (!RuleTime.IsRight(seconds))
            return (null, RuleTime.Fault());
        var who = change.Revoke ?? change.Remove ?? change.Refuse;
        if (who is not null && who.Email is null == who.Participant is null)
            return (null, Refusal.Of(Reason.InvalidRequest, "It names an email or a participant."));

        return (new AccessCall(
            user,
            VerbOf(change),
            change.Allow?.Email ?? who?.Email,
            change.Grant?.Participant ?? who?.Participant,
            change.Allow?.Role ?? change.Team?.Role ?? change.Link?.Role ?? change.Grant?.Role ?? Role.None,
            RuleTime.Until(time.GetUtcNow(), seconds),
            address), null);
    }

    private static AccessVerb VerbOf(AccessChange change) => change switch
    {
        { Allow: not null } => AccessVerb.Allow,
        { Team: not null } => AccessVerb.Team,
        { Link: not null } => AccessVerb.Link,
        { Revoke: not null } => AccessVerb.Revoke,
        { RevokeAll: not null } => AccessVerb.RevokeAll,
        { Remove: not null } => AccessVerb.Remove,
        { Grant: not null } => AccessVerb.Grant,
        _ => AccessVerb.Refuse,
    };

    private Protocol.Access WireOf(SessionId session, AccessValue access) => new(
        [.. access.Allow.Select(rule => new StandingRule(rule.Email, rule.Role, rule.Until))],
        new StandingTeamRule(access.TeamName, access.Team.Role, access.Team.Until),
        new StandingRoleRule(access.Link.Role, access.Link.Until),
        links.LinkFor(session, access.LinkSecret),
        [.. access.Ceilings.Where(ceiling => ceiling.Role == Role.View).Select(ceiling => ceiling.Email)],
        [.. access.Ceilings.Where(ceiling => ceiling.Role == Role.None).Select(ceiling => ceiling.Email)],
        access.Policy?.ToWire(),
        access.Asking is { Length: > 0 } asking ? [.. asking.Select(one => one.ToWire())] : null);
}
