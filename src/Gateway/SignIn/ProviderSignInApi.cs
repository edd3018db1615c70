using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using SessionShare.Gateway.Api;
using SessionShare.Gateway.Audit;
using SessionShare.Gateway.Hosts;
using SessionShare.Protocol;

namespace SessionShare.Gateway.SignIn;

/// <summary>
/// Signs a browser in at the provider, by code flow with PKCE: what comes of it is the cookie that every browser's sign-in is. No token leaves this process, and none is kept.
/// </summary>
internal sealed partial class ProviderSignInApi(
    Provider provider,
    IOptions<SignInOptions> signIn,
    IOptions<BrowserOptions> browser,
    ServerAddress address,
    SignInAudit audit,
    TimeProvider time,
    ILogger<ProviderSignInApi> logger)
{
    private const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;

    /// <summary>What only a client that keeps tokens asks for.</summary>
    private const string Renewing = "offline_access";

    /// <summary>GET api/sign-in/oidc?return=PATH.</summary>
    public async Task Begin(HttpContext context)
    {
        if (!signIn.Value.HasProvider())
            await context.Refuse(Reason.InvalidRequest, "This server has no sign-in provider.");
        else if (!await provider.IsReachable(context.RequestAborted))
            Refuse(context.Response, Reason.ProviderUnreachable);
        else
            await context.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = PageOf(context.Request.Query["return"]) });
    }

    /// <summary>How the framework's handler is to do it, which itself answers where the provider sends the browser back to.</summary>
    public void Configure(OpenIdConnectOptions oidc)
    {
        var clientId = browser.Value.ClientId ?? signIn.Value.ClientId!;
        (oidc.ClientId, oidc.ClientSecret) = (clientId, Secret(browser.Value.ClientSecretFile));
        (oidc.ConfigurationManager, oidc.Backchannel, oidc.TokenValidationParameters) = (provider.Configuration, provider.Http, provider.Rules(clientId));
        (oidc.ResponseType, oidc.ResponseMode, oidc.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
        (oidc.SignInScheme, oidc.SaveTokens, oidc.MapInboundClaims) = (CookieAuthenticationDefaults.AuthenticationScheme, false, false);
        (oidc.CallbackPath, oidc.DisableTelemetry) = ($"/{HttpApi.SignInProviderCallback}", true);
        oidc.GetClaimsFromUserInfoEndpoint = true; // Many providers have a person's claims only there.
        oidc.ClaimActions.Clear();
        oidc.ClaimActions.MapAll();
        oidc.Scope.Clear();
        foreach (var scope in signIn.Value.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(scope => scope != Renewing))
            oidc.Scope.Add(scope);
        foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
        {
            // Lax: it is the provider's page that sends the browser back here.
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = address.Configured?.Scheme == Uri.UriSchemeHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }

        oidc.Events = new OpenIdConnectEvents { OnRedirectToIdentityProvider = NameCallback, OnTicketReceived = Enter, OnRemoteFailure = Fail };
    }

    /// <summary>Only pages of ours; whatever else is asked for becomes the first one.</summary>
    internal static string PageOf(string? asked) =>
        asked is not null && asked.StartsWith("/s/", StringComparison.Ordinal) && SessionId.TryParse(asked[3..], out _) ? asked : "/";

    /// <summary>Behind a proxy the request does not say under which address the browser came.</summary>
    private Task NameCallback(RedirectContext redirect)
    {
        if (address.Configured is { } configured)
            redirect.ProtocolMessage.RedirectUri = new Uri(configured, HttpApi.SignInProviderCallback).AbsoluteUri;
        return Task.CompletedTask;
    }

    private Task Enter(TicketReceivedContext ticket)
    {
        try
        {
            var user = provider.Identify(ticket.Principal!);
            ticket.Principal = Callers.Principal(user, CookieAuthenticationDefaults.AuthenticationScheme, provider.IsOperator(ticket.Principal!));
            audit.SignedIn(ticket.HttpContext, user);
            ticket.Properties = new AuthenticationProperties { IsPersistent = true, ExpiresUtc = time.GetUtcNow() + browser.Value.Time };
        }
        catch (NobodyException nobody)
        {
            LogNobody(nobody.Message);
            audit.SignInRefused(ticket.HttpContext, Reason.TokenInvalid);
            Refuse(ticket.Response, Reason.TokenInvalid);
            ticket.HandleResponse();
        }

        return Task.CompletedTask;
    }

    private Task Fail(RemoteFailureContext failure)
    {
        var fault = failure.Failure?.GetType().Name; // Its message may quote what came in the address.
        LogFailed(fault);
        audit.SignInRefused(failure.HttpContext, Reason.SignInRefused);
        Refuse(failure.Response, Reason.SignInRefused);
        failure.HandleResponse();
        return Task.CompletedTask;
    }

    /// <summary>To the page that tells a person so.</summary>
    private static void Refuse(HttpResponse response, Reason reason) => response.Redirect($"/signin#refused={reason}");

    private static string? Secret(string? file) => file is null ? null : File.ReadAllText(file).Trim();

    [LoggerMessage(Level = LogLevel.Information, Message = "A browser's sign-in names nobody that could be let in: {Why}")]
    private partial void LogNobody(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "A browser's sign-in at the provider failed: {Fault}.")]
    private partial void LogFailed(string? fault);
}
