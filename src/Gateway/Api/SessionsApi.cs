using Microsoft.Extensions.Options;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.SignIn;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Grains.Users;
using SessionShare.Protocol;
using SessionOptions = SessionShare.Grains.Sessions.SessionOptions;

namespace SessionShare.Gateway.Api;

/// <summary>A person's sessions, own and shared with them, and what they have used of their limits.</summary>
internal sealed class SessionsApi(IGrainFactory grains, LinkFactory links, IOptions<SessionOptions> limits, IOptions<SupportOptions> support)
{
    /// <summary>GET api/sessions.</summary>
    public async Task List(HttpContext context)
    {
        var user = Callers.Of(context.User)!;
        var ids = await grains.Find<IUserQuotaGrain>(user.User).Sessions();
        var sessions = (await Described(ids, user)).Select(pair => AsMine(pair.Id, pair.Session));
        await context.Response.WriteAsJsonAsync([.. sessions], ApiJson.Default.MySessionArray, cancellationToken: context.RequestAborted);
    }

    /// <summary>GET api/invitations.</summary>
    public async Task Invitations(HttpContext context)
    {
        var user = Callers.Of(context.User)!;
        var ids = await grains.Find<IInvitationsGrain>(Grains.Users.Invitations.KeyOf(user.Email)).Sessions();
        var sessions = (await Described(ids, user)).Where(pair => pair.Session.Sharer.User != user.User).Select(pair => AsInvited(pair.Id, pair.Session));
        await context.Response.WriteAsJsonAsync([.. sessions], ApiJson.Default.InvitedSessionArray, cancellationToken: context.RequestAborted);
    }

    /// <summary>GET api/limits.</summary>
    public async Task Limits(HttpContext context)
    {
        var user = Callers.Of(context.User)!;
        var told = await grains.Find<IUserQuotaGrain>(user.User).Limits(user);
        await context.Response.WriteAsJsonAsync(told.ToWire(), ApiJson.Default.SessionLimits, cancellationToken: context.RequestAborted);
    }

    /// <summary>GET api/usage.</summary>
    public async Task Usage(HttpContext context)
    {
        var user = Callers.Of(context.User)!;
        var used = await grains.Find<IUserQuotaGrain>(user.User).Usage(user);
        var usage = used.ToWire(limits.Value.MaxBytes, support.Value.Text);
        await context.Response.WriteAsJsonAsync(usage, ApiJson.Default.Usage, cancellationToken: context.RequestAborted);
    }

    /// <summary>POST api/sessions/{session}/stop.</summary>
    public Task Stop(HttpContext context) => Do(context, (session, user) => session.Stop(user));

    /// <summary>DELETE api/sessions/{session}.</summary>
    public Task Delete(HttpContext context) => Do(context, (session, user) => session.Delete(user));

    private async Task Do(HttpContext context, Func<ISessionGrain, string, Task<RefusalValue?>> verb)
    {
        if (!SessionId.TryParse(context.GetRouteValue("session") as string, out var session))
            await context.Refuse(Reason.UnknownOrForbidden);
        else if (await verb(grains.Find<ISessionGrain>(session.ToString()), Callers.Of(context.User)!.User) is { } refusal)
            await context.Refuse(refusal.ToWire());
        else
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task<IEnumerable<(SessionId Id, SessionDescription Session)>> Described(string[] ids, UserIdentity user)
    {
        var described = await Task.WhenAll(ids.Select(id => grains.Find<ISessionGrain>(id).Describe(user)));
        return ids.Zip(described).Where(pair => pair.Second is not null).Select(pair => (SessionId.Parse(pair.First), pair.Second!));
    }

    private MySession AsMine(SessionId id, SessionDescription session) => new(
        id,
        session.Title,
        session.StartedAt,
        session.SharerState,
        session.Participants,
        session.Editors,
        session.Bytes,
        links.LinkFor(id, session.LinkSecret),
        session.EndedAt,
        session.Ended?.Reason,
        session.KeptUntil);

    private InvitedSession AsInvited(SessionId id, SessionDescription session) => new(
        id,
        session.Title,
        new Person(session.Sharer.Name, session.Sharer.Email),
        session.Role,
        session.StartedAt,
        links.LinkFor(id, null),
        session.EndedAt);
}
