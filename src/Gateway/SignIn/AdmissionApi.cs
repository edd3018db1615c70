using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SessionShare.Gateway.Api;
using SessionShare.Gateway.Audit;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.Rates;
using SessionShare.Grains.Users;
using SessionShare.Protocol;

namespace SessionShare.Gateway.SignIn;

/// <summary>
/// One-time invitations, for a team without a provider: who runs the server proves it with the key file and gets a code, which signs one person in under one address, once, at
/// any gateway of the cluster.
/// </summary>
internal sealed partial class AdmissionApi(
    LocalSignInApi local,
    LocalIssuer issuer,
    IGrainFactory grains,
    ServerAddress address,
    IOptions<SignInOptions> options,
    SignInAudit audit,
    Attempts attempts,
    RandomNumberGenerator random,
    TimeProvider time,
    ILogger<AdmissionApi> logger)
{
    /// <summary>The longest time that an invitation may stand.</summary>
    private const int MostDays = 90;

    /// <summary>Codes tried at this gateway in a second, beyond which each is refused unseen. A code has 128 random bits: it is the load that is bounded, not the luck.</summary>
    private const int Tries = 10;

    private readonly Lock _gate = new();
    private long _second;
    private int _tried;

    /// <summary>POST api/sign-in/invitations.</summary>
    public async Task Invite(HttpContext context)
    {
        var asked = await context.Request.Read(ApiJson.Default.InvitationRequest);
        if (FaultOf(context) is { } fault)
        {
            await context.Refuse(fault);
        }
        else if (asked is not { Nonce: not null, Proof: not null, Days: >= 1 and <= MostDays } || !LocalSignInApi.IsEmail(asked.Email) || !LocalSignInApi.IsTeam(asked.Team))
        {
            await context.Refuse(Reason.InvalidRequest, $"An e-mail address, 1 to {MostDays} days, a nonce and a proof are needed.");
        }
        else if (!local.IsProven(asked, context.Request.Host.Value ?? ""))
        {
            audit.SignInRefused(context, Reason.SignInRefused);
            await context.Refuse(Reason.SignInRefused);
        }
        else
        {
            var code = Base62.New(random);
            var until = time.GetUtcNow().AddDays(asked.Days);
            await grains.Find<IAdmissionGrain>(Admissions.KeyOf(code)).Invite(new AdmissionValue(asked.Email, asked.Team, until));
            LogInvited(asked.Email, until);
            audit.Invited(context, asked.Email, until);
            var invitation = new Invitation(code, until, ServerAddress.TextOf(address.Public));
            await context.Response.WriteAsJsonAsync(invitation, ApiJson.Default.Invitation, cancellationToken: context.RequestAborted);
        }
    }

    /// <summary>POST api/sign-in/code.</summary>
    public async Task Redeem(HttpContext context)
    {
        var code = (await context.Request.Read(ApiJson.Default.BrowserCode))?.Code;
        if (options.Value.HasProvider())
        {
            await context.Refuse(Reason.SignInRequired, "This server's people sign in through its provider.");
        }
        else if (code is null)
        {
            await context.Refuse(Reason.InvalidRequest, "A code is needed.");
        }
        else if (attempts.RefuseCode(context) is { } tooMany)
        {
            await context.Refuse(tooMany);
        }
        else if (IsTooMany())
        {
            await context.Refuse(Reason.RateLimit, "Too many codes are tried just now.");
        }
        else if (!Base62.IsValid(code) || await grains.Find<IAdmissionGrain>(Admissions.KeyOf(code)).Redeem() is not { } admission)
        {
            LogRefused();
            audit.SignInRefused(context, Reason.SignInRefused, isCode: true);
            await context.Refuse(Reason.SignInRefused);
        }
        else
        {
            var user = LocalIssuer.Identify(admission.Email, admission.Team);
            var signedIn = issuer.SignIn(user);
            audit.SignedIn(context, user);
            LogRedeemed(signedIn.Me.User);
            await context.Response.WriteAsJsonAsync(signedIn, ApiJson.Default.SignedIn, cancellationToken: context.RequestAborted);
        }
    }

    private Refusal? FaultOf(HttpContext context) => options.Value.HasProvider()
        ? Refusal.Of(Reason.SignInRequired, "This server's people sign in through its provider: nobody is invited.")
        : local.FaultOf(context);

    private bool IsTooMany()
    {
        lock (_gate)
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            (_second, _tried) = (second, second == _second ? _tried + 1 : 1);
            return _tried > Tries;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Email} is invited until {Until:u}.")]
    private partial void LogInvited(string email, DateTimeOffset until);

    [LoggerMessage(Level = LogLevel.Information, Message = "{User} signed in with an invitation.")]
    private partial void LogRedeemed(string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "An invitation's code was refused: it is unknown, used or too old.")]
    private partial void LogRefused();
}
