using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using SessionShare.Gateway.Api;
using SessionShare.Protocol;

namespace SessionShare.Gateway.SignIn;

/// <summary>
/// Finds out who asks. A token that is not right is refused, on every path; without one the browser's cookie counts, and without
/// that the caller is a guest, whom only endpoints that ask for a sign-in refuse.
/// </summary>
internal sealed class SignInCheck : IMiddleware
{
    /// <inheritdoc/>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (await FaultOf(context) is { } reason)
            await context.Refuse(reason);
        else
            await next(context);
    }

    private static async Task<Reason?> FaultOf(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString().StartsWith("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            var token = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
            if (!token.Succeeded || Callers.Of(token.Principal) is null)
                return LocalIssuer.ReasonOf(token.Failure);
            context.User = token.Principal;
        }
        else if (await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme) is { Succeeded: true } cookie)
        {
            if (Changes(context.Request) && context.Request.Headers.Origin.Count == 0)
                return Reason.ForeignOrigin;
            context.User = cookie.Principal;
        }

        return context.GetEndpoint()?.Metadata.GetMetadata<SignInNeeded>() is not null && Callers.Of(context.User) is null
            ? Reason.SignInRequired
            : null;
    }

    /// <summary>Whether a request may change something: then a browser says which page asks, and a cookie alone proves nothing.</summary>
    private static bool Changes(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || request.Headers.Upgrade.Count > 0;
}
