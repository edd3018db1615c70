using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using SessionShare.Gateway.Rates;
using SessionShare.Protocol;
using SessionShare.Silo.Settings;
using SessionShare.Silo.Starting;

namespace SessionShare.Gateway.SignIn;

/// <summary>Signing in: what it is made of, and its part of the HTTP API.</summary>
internal static class SignInRoutes
{
    public static SignInOptions AddSignInSettings(this CheckedSettings settings)
    {
        var browser = settings.Add<BrowserOptions>(BrowserOptions.Section, options => options.Faults());
        var signIn = settings.Add<SignInOptions>(SignInOptions.Section, options => options.Faults());
        settings.Require(
            signIn.HasProvider() || (browser.ClientId is null && browser.ClientSecretFile is null),
            $"{BrowserOptions.Section} is set, but there is no {SignInOptions.Section}:{nameof(SignInOptions.Authority)}.");
        return signIn;
    }

    public static void AddSignIn(this IServiceCollection services, DataFolder data, SignInOptions signIn)
    {
        services.AddSingleton(_ => data); // So that the container gives it free at the end.
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<GatewayOptions>>().Value.KeyFile is { } shared
            ? LocalKey.Read(Path.GetFullPath(shared))
            : LocalKey.In(Path.Combine(provider.GetRequiredService<DataFolder>().Path, "issuer"), provider.GetRequiredService<RandomNumberGenerator>()));
        services.AddSingleton<LocalIssuer>();
        services.AddSingleton(typeof(OneTimeCodes<>));
        services.AddSingleton<LocalSignInApi>();
        services.AddSingleton<AdmissionApi>();
        services.AddSingleton<BrowserSignInApi>();
        services.AddSingleton<Provider>();
        services.AddSingleton<ProviderSignInApi>();
        services.AddSingleton<SignInSchemes>();
        services.AddSingleton<SignInCheck>();

        // The parts of AddAuthentication without its start: no key ring is kept, see KeyedProtection, which saves every start 50 ms.
        services.AddAuthenticationCore();
        services.AddWebEncoders();
        services.AddSingleton<IDataProtectionProvider>(provider => new KeyedProtection(provider.GetRequiredService<LocalKey>().Cookies, provider.GetRequiredService<RandomNumberGenerator>()));
        new AuthenticationBuilder(services)
            .AddScheme<JwtBearerOptions, JwtBearerHandler>(SignInSchemes.Local, bearer => bearer.MapInboundClaims = false)
            .AddScheme<JwtBearerOptions, JwtBearerHandler>(SignInSchemes.Provider, bearer => bearer.MapInboundClaims = false)
            .AddCookie();
        if (signIn.HasProvider())
            services.AddProviderSignIn();
        services.AddOptions<JwtBearerOptions>(SignInSchemes.Local)
            .Configure<LocalIssuer>((bearer, issuer) => bearer.TokenValidationParameters = issuer.Rules());
        services.AddOptions<JwtBearerOptions>(SignInSchemes.Provider).Configure<Provider>(Configure);
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<LocalKey, IOptions<GatewayOptions>, IOptions<SignInOptions>>(Configure);
    }

    private static void AddProviderSignIn(this IServiceCollection services)
    {
        new AuthenticationBuilder(services).AddScheme<OpenIdConnectOptions, OpenIdConnectHandler>(OpenIdConnectDefaults.AuthenticationScheme, _ => { });
        services.AddSingleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>();
        services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme).Configure<ProviderSignInApi>((oidc, api) => api.Configure(oidc));
    }

    public static void MapSignIn(this WebApplication app)
    {
        var local = app.Services.GetRequiredService<LocalSignInApi>();
        app.MapGet(HttpApi.SignInChallenge, local.GetChallenge).LimitSignIns();
        app.MapPost(HttpApi.SignInLocal, local.SignIn).LimitSignIns();

        var admission = app.Services.GetRequiredService<AdmissionApi>();
        app.MapPost(HttpApi.Invite, admission.Invite).LimitSignIns();
        app.MapPost(HttpApi.Redeem, admission.Redeem).LimitSignIns();

        var browser = app.Services.GetRequiredService<BrowserSignInApi>();
        app.MapPost(HttpApi.BrowserCode, browser.IssueCode).RequireSignIn();
        app.MapPost(HttpApi.Browser, browser.SignIn).LimitSignIns();
        var provider = app.Services.GetRequiredService<ProviderSignInApi>();
        app.MapGet(HttpApi.SignInProvider, provider.Begin).LimitSignIns();
        app.MapPost(HttpApi.SignOut, BrowserSignInApi.SignOut);
        app.MapGet(HttpApi.Me, BrowserSignInApi.Me).RequireSignIn();
    }

    /// <summary>A token of the provider's becomes the person that it names, in our own claims.</summary>
    private static void Configure(JwtBearerOptions bearer, Provider provider)
    {
        bearer.ConfigurationManager = provider.Configuration;
        bearer.TokenValidationParameters = provider.BearerRules();
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = token =>
            {
                try
                {
                    token.Principal = Callers.Principal(provider.Identify(token.Principal!), SignInSchemes.Provider, provider.IsOperator(token.Principal!));
                }
                catch (NobodyException nobody)
                {
                    token.Fail(nobody);
                }

                return Task.CompletedTask;
            },
        };
    }

    /// <summary>Browsers send a cookie to every port of a host, so servers of one machine name theirs apart; and people of one provider are nobody at another.</summary>
    private static void Configure(CookieAuthenticationOptions cookie, LocalKey key, IOptions<GatewayOptions> gateway, IOptions<SignInOptions> signIn)
    {
        var overTls = gateway.Value.PublicUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
        cookie.Cookie.Name = signIn.Value.Authority is { } authority
            ? $"sessionshare-{key.Id}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(authority)).AsSpan(0, 6))}"
            : $"sessionshare-{key.Id}";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = overTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = LocalIssuer.Lifetime;
        cookie.SlidingExpiration = false;
    }
}
