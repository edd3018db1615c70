using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.SignIn;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Api;

/// <summary>A sharer's own live sessions.</summary>
internal sealed class SessionsApi(IGrainFactory grains, LinkFactory links)
{
    /// <summary>GET api/sessions.</summary>
    public async Task List(HttpContext context)
    {
        var user = Callers.Of(context.User)!.User;
        var ids = await grains.Find<IUserQuotaGrain>(user).Live();
        var described = await Task.WhenAll(ids.Select(id => grains.Find<ISessionGrain>(id).Describe(user)));
        var sessions = ids.Zip(described)
            .Where(pair => pair.Second is not null)
            .Select(pair => AsWire(SessionId.Parse(pair.First), pair.Second!));
        await context.Response.WriteAsJsonAsync([.. sessions], ApiJson.Default.MySessionArray, cancellationToken: context.RequestAborted);
    }

    /// <summary>GET api/limits.</summary>
    public async Task Limits(HttpContext context)
    {
        var limits = await grains.Find<IUserQuotaGrain>(Callers.Of(context.User)!.User).Limits();
        await context.Response.WriteAsJsonAsync(limits.ToWire(), ApiJson.Default.SessionLimits, cancellationToken: context.RequestAborted);
    }

    /// <summary>POST api/sessions/{session}/stop.</summary>
    public async Task Stop(HttpContext context)
    {
        if (!SessionId.TryParse(context.GetRouteValue("session") as string, out var session))
            await context.Refuse(Reason.UnknownOrForbidden);
        else if (await grains.Find<ISessionGrain>(session.ToString()).Stop(Callers.Of(context.User)!.User) is { } refusal)
            await context.Refuse(refusal.ToWire());
        else
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private MySession AsWire(SessionId id, SessionDescription session) => new(
        id,
        session.Title,
        session.StartedAt,
        session.SharerState,
        session.Participants,
        session.Editors,
        session.Bytes,
        links.LinkFor(id, session.LinkSecret));
}
