using Microsoft.Extensions.Options;
using SessionShare.Gateway.Listing;
using SessionShare.Gateway.SignIn;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using SessionOptions = SessionShare.Grains.Sessions.SessionOptions;

namespace SessionShare.Gateway.Api;

/// <summary>A person's sessions, own and shared with them, and what they have used of their limits.</summary>
internal sealed class SessionsApi(IGrainFactory grains, PersonSessions sessions, IOptions<SessionOptions> limits, IOptions<SupportOptions> support)
{
    /// <summary>GET api/sessions.</summary>
    public async Task List(HttpContext context)
    {
        var own = await sessions.Own(Callers.Of(context.User)!);
        await context.Response.WriteAsJsonAsync(own, ApiJson.Default.MySessionArray, cancellationToken: context.RequestAborted);
    }

    /// <summary>GET api/invitations.</summary>
    public async Task Invitations(HttpContext context)
    {
        var invited = await sessions.Invited(Callers.Of(context.User)!);
        await context.Response.WriteAsJsonAsync(invited, ApiJson.Default.InvitedSessionArray, cancellationToken: context.RequestAborted);
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
}
