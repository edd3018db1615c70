using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Tokens;
using SessionShare.Gateway.Api;
using SessionShare.Gateway.Audit;
using SessionShare.Protocol;

namespace SessionShare.Gateway.SignIn;

/// <summary>
/// Finds out who asks. A token that is not right is refused, on every path; without one the browser's cookie counts, and without
/// that the caller is a guest, whom only endpoints that ask for a sign-in refuse.
/// </summary>
internal sealed class SignInCheck(SignInSchemes schemes, Provider provider, SignInAudit audit) : IMiddleware
{
    /// <inheritdoc/>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (await FaultOf(context) is { } refusal)
            await context.Refuse(refusal);
        else
            await next(context);
    }

    private async Task<Refusal?> FaultOf(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            var scheme = schemes.Of(header);
            if (scheme == SignInSchemes.Provider && !await provider.IsReachable(context.RequestAborted))
                return Refusal.Of(Reason.ProviderUnreachable);
            var token = await context.AuthenticateAsync(scheme);
            if (!token.Succeeded || Callers.Of(token.Principal) is not { } person)
            {
                var fault = FaultOf(token.Failure);
                if (fault.Reason == Reason.TokenInvalid)
                    audit.SignInRefused(context, fault.Reason);
                return fault;
            }

            // Command lines sign in at the provider itself: that they come with its token is all that is seen of it.
            if (scheme == SignInSchemes.Provider)
                audit.SeenToday(context, person);
            Enter(context, token);
        }
        else if (await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme) is { Succeeded: true } cookie
            && Callers.Of(cookie.Principal) is { } user && schemes.Admits(user))
        {
            if (Changes(context.Request) && context.Request.Headers.Origin.Count == 0)
                return Refusal.Of(Reason.ForeignOrigin);
            Enter(context, cookie);
        }

        var needed = context.GetEndpoint()?.Metadata.GetMetadata<SignInNeeded>();
        if (needed is not null && Callers.Of(context.User) is null)
            return Refusal.Of(Reason.SignInRequired);
        return needed == SignInNeeded.AsOperator && !Callers.IsOperator(context.User) ? Refusal.Of(Reason.RoleTooLow, "It is for operators of the server.") : null;
    }

    /// <summary>What is wrong with a token that was refused.</summary>
    private static Refusal FaultOf(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException => Refusal.Of(Reason.TokenExpired),
        SecurityTokenNotYetValidException => Refusal.Of(Reason.TokenNotYetValid),
        NobodyException nobody => Refusal.Of(Reason.TokenInvalid, nobody.Message),
        _ => Refusal.Of(Reason.TokenInvalid),
    };

    /// <summary>The result stays with the request: by it a WebSocket is closed when the sign-in ends.</summary>
    private static void Enter(HttpContext context, AuthenticateResult result)
    {
        context.User = result.Principal!;
        context.Features.Set<IAuthenticateResultFeature>(new Result { AuthenticateResult = result });
    }

    /// <summary>Whether a request may change something: then a browser says which page asks, and a cookie alone proves nothing.</summary>
    private static bool Changes(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || request.Headers.Upgrade.Count > 0;

    private sealed class Result : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; }
    }
}
