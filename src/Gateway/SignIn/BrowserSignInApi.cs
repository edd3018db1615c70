using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using SessionShare.Gateway.Api;
using SessionShare.Gateway.Audit;
using SessionShare.Gateway.Rates;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.SignIn;

/// <summary>Hands a sign-in on to a browser: a code that works once becomes a cookie, so that no token ever stands in an address.</summary>
internal sealed class BrowserSignInApi(OneTimeCodes<UserIdentity> codes, SignInAudit audit, Attempts attempts, TimeProvider time)
{
    /// <summary>POST api/sign-in/browser-code.</summary>
    public Task IssueCode(HttpContext context) => context.Response.WriteAsJsonAsync(
        new BrowserCode(codes.Issue(Callers.Of(context.User)!)), ApiJson.Default.BrowserCode, cancellationToken: context.RequestAborted);

    /// <summary>POST api/sign-in/browser.</summary>
    public async Task SignIn(HttpContext context)
    {
        if (attempts.RefuseCode(context) is { } tooMany)
        {
            await context.Refuse(tooMany);
        }
        else if (await context.Request.Read(ApiJson.Default.BrowserCode) is not { Code: { } code })
        {
            await context.Refuse(Reason.InvalidRequest, "A code is needed.");
        }
        else if (!codes.Take(code, out var user))
        {
            audit.SignInRefused(context, Reason.SignInRefused, isCode: true);
            await context.Refuse(Reason.SignInRefused);
        }
        else
        {
            audit.SignedIn(context, user!);
            var principal = Callers.Principal(user!, CookieAuthenticationDefaults.AuthenticationScheme);
            var lasting = new AuthenticationProperties { IsPersistent = true, ExpiresUtc = time.GetUtcNow() + LocalIssuer.Lifetime };
            await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal, lasting);
            await context.Response.WriteAsJsonAsync(user!.ToWire(), ApiJson.Default.Me, cancellationToken: context.RequestAborted);
        }
    }

    /// <summary>POST api/sign-out.</summary>
    public static async Task SignOut(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>GET api/me.</summary>
    public static Task Me(HttpContext context) =>
        context.Response.WriteAsJsonAsync(Callers.Of(context.User)!.ToWire(), ApiJson.Default.Me, cancellationToken: context.RequestAborted);
}
