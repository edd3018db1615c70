using Microsoft.Extensions.Options;
using SessionShare.Gateway.Api;
using SessionShare.Gateway.Audit;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.Leaving;
using SessionShare.Gateway.SignIn;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Fleet;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Grains.Users;
using SessionShare.Protocol;
using SessionShare.Silo;

namespace SessionShare.Gateway.Administering;

/// <summary>What operators see of their organization's sessions and people, and do to them. Each call stands in the audit.</summary>
internal sealed class AdminApi(
    IGrainFactory grains, GrainCalls calls, IOptions<AuditOptions> audit, IOptions<SiloOptions> silo, AuditRecorder recorder, Departures departures)
{
    /// <summary>Sessions in one answer, the busiest.</summary>
    private const int Most = 1000;

    /// <summary>GET api/admin/sessions.</summary>
    public async Task Sessions(HttpContext context)
    {
        var (_, organization) = Asks(context);
        var sessions = await grains.Find<IFleetGrain>(IFleetGrain.Key).Sessions(organization, Most);
        Tell(context, "sessions");
        await context.Response.WriteAsJsonAsync([.. sessions.Select(session => session.ToWire())], ApiJson.Default.LiveSessionArray, cancellationToken: context.RequestAborted);
    }

    /// <summary>GET api/admin/sessions/{session}.</summary>
    public async Task Session(HttpContext context)
    {
        if (await IdOf(context) is not { } id)
            return;
        var (_, organization) = Asks(context);
        var answer = await calls.Try(id, () => grains.Find<ISessionGrain>(id).Inspect(organization), InspectAnswer.Refuse);
        Tell(context, "session", id);
        if (answer.Refused is { } refused)
            await context.Refuse(refused.ToWire());
        else
            await context.Response.WriteAsJsonAsync(answer.Session!.ToWire(id), ApiJson.Default.SessionDetails, cancellationToken: context.RequestAborted);
    }

    /// <summary>POST api/admin/sessions/{session}/end. The session itself tells the audit.</summary>
    public async Task End(HttpContext context)
    {
        if (await IdOf(context) is not { } id)
            return;
        var (user, organization) = Asks(context);
        var refused = await calls.Try<RefusalValue?>(id, () => grains.Find<ISessionGrain>(id).EndByOperator(organization, user, context.Peer()), refusal => refusal);
        await Done(context, refused);
    }

    /// <summary>POST api/admin/drain: this gateway sends its clients to the others, and takes no more.</summary>
    public async Task Drain(HttpContext context)
    {
        var (_, organization) = Asks(context);
        if (organization != audit.Value.Organization)
        {
            await context.Refuse(Reason.RoleTooLow, "Only operators of the server's own organization drain a gateway.");
            return;
        }

        if (!silo.Value.InCluster())
        {
            await context.Refuse(Reason.InvalidRequest, "This server is alone: there is nowhere else to go.");
            return;
        }

        Tell(context, "drain");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        await context.Response.CompleteAsync();
        _ = departures.Begin(); // Completes with the last who goes; nobody waits here.
    }

    /// <summary>GET api/admin/users.</summary>
    public async Task Users(HttpContext context)
    {
        var (_, organization) = Asks(context);
        var people = await grains.Find<IPeopleGrain>(organization).All();
        var users = await Task.WhenAll(people.Select(Known));
        Tell(context, "users");
        await context.Response.WriteAsJsonAsync(users, ApiJson.Default.KnownUserArray, cancellationToken: context.RequestAborted);
    }

    /// <summary>POST api/admin/users/plan.</summary>
    public async Task SetPlan(HttpContext context)
    {
        var (_, organization) = Asks(context);
        var change = await context.Request.Read(ApiJson.Default.PlanChange);
        if (change?.Email is null || (change.Plan is not null && PlanOptions.Known(change.Plan) is null))
        {
            await context.Refuse(Reason.InvalidRequest, $"An address and a plan are needed: {PlanOptions.Unlimited}, {PlanOptions.Limited}, or none.");
            return;
        }

        var people = await grains.Find<IPeopleGrain>(organization).Of(change.Email);
        if (people.Length == 0)
        {
            await context.Refuse(Reason.InvalidRequest, "Nobody has shared under that address. Of one who has not yet, the setting Plans:Users says the plan.");
            return;
        }

        foreach (var person in people)
            await grains.Find<IUserQuotaGrain>(person.User).SetPlan(change.Plan);
        Tell(context, $"set-plan {change.Plan ?? "default"}", whom: new AuditPersonValue(null, change.Email));
        await Done(context, null);
    }

    /// <summary>POST api/admin/users/forget.</summary>
    public async Task Forget(HttpContext context)
    {
        var (_, organization) = Asks(context);
        if ((await context.Request.Read(ApiJson.Default.ForgetUser))?.Email is not { Length: > 0 } email)
        {
            await context.Refuse(Reason.InvalidRequest, "An address is needed.");
            return;
        }

        var known = grains.Find<IPeopleGrain>(organization);
        var own = 0;
        foreach (var person in await known.Of(email))
            own += await DeleteSessions(person.User);
        var invitations = grains.Find<IInvitationsGrain>(Invitations.KeyOf(email));
        var invited = await invitations.Sessions();
        foreach (var session in invited)
            await grains.Find<ISessionGrain>(session).Forget(email);
        await invitations.Forget();
        var pseudonym = await known.Forget(email);
        Tell(context, "forget", whom: new AuditPersonValue(null, null, pseudonym));
        await context.Response.WriteAsJsonAsync(new ForgottenUser(pseudonym, own, invited.Length), ApiJson.Default.ForgottenUser, cancellationToken: context.RequestAborted);
    }

    private async Task<int> DeleteSessions(string user)
    {
        var sessions = await grains.Find<IUserGrain>(user).Sessions();
        foreach (var session in sessions)
            await grains.Find<ISessionGrain>(session).Delete(user);
        return sessions.Length;
    }

    private async Task<KnownUser> Known(PersonValue person)
    {
        var usage = await grains.Find<IUserQuotaGrain>(person.User).Usage(new UserIdentity(person.User, person.Name, person.Email, null));
        return new KnownUser(person.User, person.Email, person.Name, usage.Plan, usage.SharesStarted);
    }

    private (UserIdentity User, string Organization) Asks(HttpContext context)
    {
        var user = Callers.Of(context.User)!;
        return (user, audit.Value.OrganizationOf(user));
    }

    private void Tell(HttpContext context, string what, string? session = null, AuditPersonValue? whom = null)
    {
        var (user, _) = Asks(context);
        recorder.Record(user, new AuditValue { Kind = AuditKind.Administered, Actor = AuditPersonValue.Of(user), Address = context.Peer(), Session = session, Whom = whom, Text = what });
    }

    private static async Task<string?> IdOf(HttpContext context)
    {
        if (SessionId.TryParse(context.GetRouteValue("session") as string, out var session))
            return session.ToString();
        await context.Refuse(Reason.UnknownOrForbidden);
        return null;
    }

    private static Task Done(HttpContext context, RefusalValue? refused)
    {
        if (refused is not null)
            return context.Refuse(refused.ToWire());
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
