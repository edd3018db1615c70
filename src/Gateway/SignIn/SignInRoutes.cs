using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using SessionShare.Protocol;
using SessionShare.Silo.Starting;

namespace SessionShare.Gateway.SignIn;

/// <summary>Signing in: what it is made of, and its part of the HTTP API.</summary>
internal static class SignInRoutes
{
    public static void AddSignIn(this IServiceCollection services, DataFolder data)
    {
        services.AddSingleton(_ => data); // So that the container gives it free at the end.
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<GatewayOptions>>().Value.KeyFile is { } shared
            ? LocalKey.Read(Path.GetFullPath(shared))
            : LocalKey.In(Path.Combine(provider.GetRequiredService<DataFolder>().Path, "issuer"), provider.GetRequiredService<RandomNumberGenerator>()));
        services.AddSingleton<LocalIssuer>();
        services.AddSingleton(typeof(OneTimeCodes<>));
        services.AddSingleton<LocalSignInApi>();
        services.AddSingleton<BrowserSignInApi>();
        services.AddSingleton<SignInCheck>();

        // The parts of AddAuthentication without its start: no key ring is kept, see KeyedProtection, which saves every start 50 ms.
        services.AddAuthenticationCore();
        services.AddWebEncoders();
        services.AddSingleton<IDataProtectionProvider>(provider => new KeyedProtection(provider.GetRequiredService<LocalKey>().Cookies, provider.GetRequiredService<RandomNumberGenerator>()));
        new AuthenticationBuilder(services)
            .AddScheme<JwtBearerOptions, JwtBearerHandler>(JwtBearerDefaults.AuthenticationScheme, bearer => bearer.MapInboundClaims = false)
            .AddCookie();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<LocalIssuer>((bearer, issuer) => bearer.TokenValidationParameters = issuer.Rules());
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<LocalKey, IOptions<GatewayOptions>>(Configure);
    }

    public static void MapSignIn(this WebApplication app)
    {
        var local = app.Services.GetRequiredService<LocalSignInApi>();
        app.MapGet(HttpApi.SignInChallenge, local.GetChallenge);
        app.MapPost(HttpApi.SignInLocal, local.SignIn);

        var browser = app.Services.GetRequiredService<BrowserSignInApi>();
        app.MapPost(HttpApi.BrowserCode, browser.IssueCode).RequireSignIn();
        app.MapPost(HttpApi.Browser, browser.SignIn);
        app.MapPost(HttpApi.SignOut, BrowserSignInApi.SignOut);
        app.MapGet(HttpApi.Me, BrowserSignInApi.Me).RequireSignIn();
    }

    /// <summary>Browsers send a cookie to every port of a host, so servers of one machine name theirs apart.</summary>
    private static void Configure(CookieAuthenticationOptions cookie, LocalKey key, IOptions<GatewayOptions> gateway)
    {
        var overTls = gateway.Value.PublicUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
        cookie.Cookie.Name = $"sessionshare-{key.Id}";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = overTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = LocalIssuer.Lifetime;
        cookie.SlidingExpiration = false;
    }
}
